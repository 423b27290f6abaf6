import type { LogBatch, LogPlace, LogRecord } from '../ports/log.ts';

/** Those to whom a source hands its news. */
export interface SourceReaders {
  /** Takes what is new, each partition in order, the first of it at `first`. Does not throw. */
  readonly onRecords: (records: readonly LogRecord[], first: LogPlace) => void;
  /** Whether anybody reads at all. */
  readonly any: () => boolean;
  /** Whether anybody reads the news of an owner; those of others may be left empty. */
  readonly has: (owner: string) => boolean;
}

/**
 * Where news for single owners come from: records keyed by the one whom they concern, in partitions with positions that are the same for
 * every process, so that a reader can go on anywhere.
 */
export interface EventSource {
  /** Begins to hand over what is new. Throws Fault('unavailable'). */
  start(readers: SourceReaders): Promise<void>;
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
