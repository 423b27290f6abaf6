/** A trade as its source sends it: one version of it. Dates are YYYY-MM-DD. */
export interface Trade {
  /** Names the trade; all versions of it have the same one. */
  readonly tradeId: string;
  readonly version: number;
  readonly counterpartyId: string;
  readonly bookId: string;
  readonly maturityDate: string;
  readonly createdDate: string;
}

/** A trade that may leave open when it was created: then it is the day on which it came in. */
export interface NewTrade extends Omit<Trade, 'createdDate'> {
  readonly createdDate: string | null;
}

/** A trade in the store. Times are epoch milliseconds. */
export interface StoredTrade extends Trade {
  /** Whether its maturity date has passed. */
  readonly expired: boolean;
  /** When this version was stored first, and when it was written last. */
  readonly recordedAtMs: number;
  readonly updatedAtMs: number;
}
