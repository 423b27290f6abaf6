import type { InstrumentStatus } from '@bourse/core/market/instrument.ts';
import type { Transaction } from './transactions.ts';

/** What an operator did to an instrument. */
export interface InstrumentChange {
  /** Grows by one with each change, in the order of their commits. */
  readonly sequence: bigint;
  readonly symbol: string;
  readonly change: 'halted' | 'resumed' | 'price-accepted';
  /** The price that was accepted, millionths; null for the other changes. */
  readonly priceMicros: bigint | null;
  /** Id of the user or API key. */
  readonly changedBy: string;
  readonly atMs: number;
}

/** What operators do to instruments, with an account of it that is only ever added to. */
export interface InstrumentControl {
  /** Sets a status as part of a transaction. */
  setStatus(
    transaction: Transaction,
    symbol: string,
    status: InstrumentStatus,
  ): Promise<'changed' | 'unchanged' | 'unknown-symbol'>;
  /** Notes a change as part of the transaction that makes it. */
  note(transaction: Transaction, change: Omit<InstrumentChange, 'sequence'>): Promise<void>;
  /** At most `limit` changes, newest first, of those before a sequence number; null begins. Throws Fault('unavailable'). */
  changes(before: bigint | null, limit: number): Promise<readonly InstrumentChange[]>;
  /** Sequence number of the newest change, 0 when there is none. Throws Fault('unavailable'). */
  lastSequence(): Promise<bigint>;
}
