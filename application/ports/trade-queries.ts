import type { StoredTrade } from '@bourse/core/trades/trade.ts';

/** Where a list of trades goes on: behind the record with these sort keys. */
export interface TradeCursor {
  readonly maturityDate: string;
  readonly tradeId: string;
  readonly version: number;
}

/** Which trades to list, in the order of maturity date, trade id and version. Dates are YYYY-MM-DD; null leaves a filter out. */
export interface TradeFilter {
  readonly bookId: string | null;
  readonly counterpartyId: string | null;
  /** First and last maturity date, both included. */
  readonly maturityFrom: string | null;
  readonly maturityTo: string | null;
  readonly expired: boolean | null;
  /** Only the highest version of each trade, or every record. */
  readonly versions: 'current' | 'all';
  /** Trades that matured before this day count as expired, whether they are marked or not. */
  readonly today: string;
  readonly limit: number;
  readonly after: TradeCursor | null;
}

/** Which versions of one trade to list, the newest first. */
export interface VersionFilter {
  readonly tradeId: string;
  readonly today: string;
  readonly limit: number;
  /** Continue behind this version; null from the newest. */
  readonly after: number | null;
}

/** A part of a list. It may hold fewer than were asked for, even none, although the list goes on. */
export interface TradePage<Cursor> {
  readonly items: readonly StoredTrade[];
  /** What to continue behind; null at the end of the list. */
  readonly next: Cursor | null;
}

/**
 * Most records that one page of a list looks at: what the filters leave out costs as much as what they show, so a page that finds little ends
 * early and says where to go on.
 */
export function examinedAtMost(limit: number): number {
  return 20 * limit + 1_000;
}

/** Reads trades for people and programs; the cost of a page does not grow with what is stored. Throws Fault('unavailable'). */
export interface TradeQueries {
  list(filter: TradeFilter): Promise<TradePage<TradeCursor>>;
  /** No items from the newest on means that there is no such trade. */
  versions(filter: VersionFilter): Promise<TradePage<number>>;
}
