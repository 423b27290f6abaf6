import type { TradeRefusal } from '@bourse/core/trades/trade-decider.ts';
import type { LogPlace } from './log.ts';
import type { Transaction } from './transactions.ts';

/** What became of one request to store a trade. */
export interface RequestOutcome {
  readonly place: LogPlace;
  readonly tradeId: string;
  readonly version: number;
  /** The user who sent it. */
  readonly submittedBy: string;
  /** Why nothing was stored; null when the trade was. */
  readonly failureReason: TradeRefusal | null;
  readonly createdAtMs: number;
  readonly decidedAtMs: number;
}

/** A request by the name that its sender gave it. */
export interface RequestKey {
  readonly submittedBy: string;
  readonly idempotencyKey: string;
}

/** The first request with a key, and what became of it. */
export interface KeyedRequest extends RequestKey {
  readonly place: LogPlace;
  /** What was asked for: another text is another request. */
  readonly fingerprint: string;
  readonly failureReason: TradeRefusal | null;
  readonly decidedAtMs: number;
}

/** Keeps what became of requests, for some days. Every method throws Fault('unavailable'). */
export interface RequestOutcomes {
  /**
   * Writes a batch as part of a transaction. The outcomes of one partition are handed over in the order of their positions, behind all that
   * were saved before. Throws Fault('unavailable') when one of the keys is there already, so that the transaction cannot commit: another
   * worker has decided a request with it since it was looked up, and who looks again finds it.
   */
  save(transaction: Transaction, outcomes: readonly RequestOutcome[], keyed: readonly KeyedRequest[]): Promise<void>;
  /** One answer for each place; undefined where nothing is known: not decided yet, set aside as a dead letter, or removed. */
  find(places: readonly LogPlace[]): Promise<readonly (RequestOutcome | undefined)[]>;
  /** One answer for each key; undefined where no request with it was decided. */
  ofKeys(keys: readonly RequestKey[]): Promise<readonly (KeyedRequest | undefined)[]>;
  /**
   * Removes what was decided before a moment, the oldest first: at most `maxBatches` saved batches of each partition, and as many
   * keys. Answers how many of both; none are left when it is less than `maxBatches`.
   */
  removeBefore(atMs: number, maxBatches: number): Promise<number>;
}
