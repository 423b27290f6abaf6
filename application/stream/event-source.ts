import type { LogBatch, LogPlace, LogRecord } from '../ports/log.ts';

/**
 * Where news for single owners come from: records keyed by the one whom they concern, in partitions with positions that are the same for
 * every process, so that a reader can go on anywhere.
 */
export interface EventSource {
  /** Begins to hand over what is new, each partition in order; `onRecords` must not throw. Throws Fault('unavailable'). */
  start(onRecords: (records: readonly LogRecord[], first: LogPlace) => void): Promise<void>;
  /** Stops; resolves when nothing is under way any more. */
  stop(): Promise<void>;
  /** The partitions in which something about an owner can be. */
  partitionsOf(owner: string): readonly number[];
  /** All records of a partition before this position were handed over, or left out at the start. */
  position(partition: number): bigint;
  /** The position that the next record of a partition will get. Throws Fault('unavailable'). */
  end(partition: number): Promise<bigint>;
  /** Reads what is kept, as Log.read does. Throws Fault('unavailable'). */
  read(partition: number, from: bigint, maxRecords: number): Promise<readonly LogBatch[]>;
}
