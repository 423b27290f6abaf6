import type { AuditedOutcome, ExpiredTrade, StoredVersions } from '@bourse/core/audit/request-audit.ts';

/** Where trades come from, and who decides them. */
export interface TradeSource {
  readonly group: string;
  readonly topic: string;
}

/** How far the trades of a partition have come: everything before this position of the log was decided, or was looked at. */
export interface TradeProgress {
  readonly partition: number;
  readonly position: bigint;
}

/** Outcomes that were saved together. */
export interface OutcomeBatch {
  /** Where the batch begins; the next one is asked for behind it. */
  readonly basePosition: bigint;
  /** In the order in which they are kept. What cannot be read is left out, and so found to be missing. */
  readonly outcomes: readonly AuditedOutcome[];
}

/** How much is read at once. */
export interface OutcomeLimits {
  readonly maxBatches: number;
  /** No batch follows with which there were more outcomes than this; the first one comes however many it holds. */
  readonly maxOutcomes: number;
}

/** The trades, and what became of requests to store them, at one moment. */
export interface TradeAudit {
  /** When that moment was, epoch milliseconds, by the clock of the place where they are kept. */
  takenAtMs(): Promise<number>;
  /** How far each partition was decided. */
  decided(): Promise<readonly TradeProgress[]>;
  /**
   * The first position at or behind `from` whose outcome has to be there, since nothing removes it: that of the oldest outcome that is kept,
   * or of a record that is younger than outcomes are kept at the least, whichever is first. Null when there is neither.
   */
  keptFrom(partition: number, from: bigint): Promise<bigint | null>;
  /** The batches that begin at a position or behind it, in order. */
  outcomes(partition: number, from: bigint, limits: OutcomeLimits): Promise<readonly OutcomeBatch[]>;
  /** The positions of dead letters from one position up to another, without that one. */
  setAside(partition: number, from: bigint, to: bigint): Promise<readonly bigint[]>;
  /** What is stored under the id of each of these trades, in their order. */
  stored(trades: readonly { readonly tradeId: string; readonly version: number }[]): Promise<readonly StoredVersions[]>;
  /** Trades that are marked as expired and mature on a day (YYYY-MM-DD) or later: among some, or all (null); at most `limit`. */
  expiredEarly(today: string, tradeIds: readonly string[] | null, limit: number): Promise<readonly ExpiredTrade[]>;
}
