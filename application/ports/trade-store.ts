import type { StoredTrade } from '@bourse/core/trades/trade.ts';
import type { Transaction } from './transactions.ts';

/** The trades as the one writer of each trade sees them. */
export interface TradeStore {
  /** The highest version stored of each trade; one that is not stored is missing. Throws Fault('unavailable'). */
  highestVersions(tradeIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /**
   * Writes trades as part of a transaction, each with a version that is not stored yet and no other in the call has. Throws Fault('conflict') when
   * one is stored, and Fault('invalid-data') when one cannot be.
   */
  add(transaction: Transaction, trades: readonly StoredTrade[]): Promise<void>;
  /**
   * Writes trades as part of a transaction, whether they are stored or not, which costs more. A record of the same trade and version is replaced but
   * keeps its `recordedAtMs`; of several in one call the last counts. Throws Fault('invalid-data') when one cannot be stored.
   */
  save(transaction: Transaction, trades: readonly StoredTrade[]): Promise<void>;
  /**
   * Marks at most `maxRows` trades as expired that matured before `today` (YYYY-MM-DD); answers how many. Trades that are being written at
   * the moment are left for the next call. Throws Fault('unavailable').
   */
  expire(today: string, maxRows: number): Promise<number>;
}
