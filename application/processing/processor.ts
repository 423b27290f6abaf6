import type { LogRecord } from '../ports/log.ts';
import type { Transaction } from '../ports/transactions.ts';

/** A record, or what was made of it, together with its place in the log. */
export interface Located<Value> {
  readonly partition: number;
  readonly position: bigint;
  readonly record: LogRecord;
  readonly value: Value;
}

/**
 * What one capability does with the records of a topic. The runtime around it reads, retries, fences, dead-letters and commits; the
 * processor knows its commands and its books, and keeps a working state in memory that follows the commands it has decided.
 *
 * For each batch the runtime calls `prepare`, then `decide` for each command in order, then `save` inside the transaction that also
 * moves the position, then `committed`. When anything fails before the commit it calls `discard` and may call again with the same
 * or smaller batches.
 */
export interface Processor<Command, Effect> {
  /** The consumer group whose position is moved. */
  readonly group: string;
  readonly topic: string;
  /** Most records in one transaction; a batch that the log stored as one is not split for it. */
  readonly maxBatchRecords: number;
  /**
   * When what comes in is so much that it is better decided in larger batches: after a batch of at least `records`, though not a full one, the next
   * begins `ms` after it began. Each batch costs something however small it is, and whoever hands records in needs the processors too. Absent: never.
   */
  readonly gathering?: { readonly records: number; readonly ms: number };
  /**
   * When a batch may be prepared and decided while the one before it is being committed: when it has `records` at least (fewer are better decided with those that come
   * meanwhile), and as long as the working state still holds all that the other one has changed. When that fails, both are discarded. Absent: never.
   */
  readonly decidingAhead?: { readonly records: number; isPossible(): boolean };
  /** Reads a record. Throws for one that cannot be read: it goes to the dead letters. */
  decode(record: LogRecord): Command;
  /** Loads into the working state what the commands touch. Throws Fault('unavailable'). */
  prepare(commands: readonly Located<Command>[]): Promise<void>;
  /** Decides one command against the working state and changes it. When it throws it has changed nothing, and the record goes to the dead letters. */
  decide(command: Located<Command>): Effect;
  /** Writes what the effects changed. */
  save(transaction: Transaction, effects: readonly Effect[]): Promise<void>;
  /** The effects are durable. */
  committed(effects: readonly Effect[]): void;
  /** The effects decided since the last commit did not happen: forget the working state. */
  discard(): void;
}
