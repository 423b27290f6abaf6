import type { Transaction } from './transactions.ts';

/** One record: a key that decides its partition, a JSON document, and headers for tracing. */
export interface LogRecord {
  readonly key: string;
  /** A JSON document without line breaks, as JSON.stringify writes it. */
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where a record is in the log: its partition, and its position there. */
export interface LogPlace {
  readonly partition: number;
  readonly position: bigint;
}

/** Consecutive records of one partition; the first has the position `basePosition`, the next one more. */
export interface LogBatch {
  readonly topic: string;
  readonly partition: number;
  readonly basePosition: bigint;
  readonly records: readonly LogRecord[];
}

/**
 * The durable, partitioned log. Positions of a partition have no gaps and are in commit order; records of one key keep the order in
 * which they were appended.
 */
export interface Log {
  /** The partitions that a topic is appended to, in ascending order. Throws RangeError for a topic that does not exist. */
  partitions(topic: string): readonly number[];
  /**
   * Resolves once the records are durable, with the place of each, in their order. Throws Fault('overloaded') when too many appends wait, or too many bytes of
   * them, Fault('invalid-data') for a record whose value, or key and headers, are larger than the log takes, and for records that are more bytes
   * together than may wait, Fault('unavailable') when the log fails; then it is unknown whether the records were appended.
   */
  append(topic: string, records: readonly LogRecord[]): Promise<readonly LogPlace[]>;
  /**
   * Appends as part of a transaction: the records are in the log if and only if it commits. With `starts` each partition must have that
   * end before: otherwise the transaction fails with Fault('conflict').
   */
  appendWithin(
    transaction: Transaction,
    topic: string,
    records: readonly LogRecord[],
    starts?: ReadonlyMap<number, bigint>,
  ): Promise<void>;
  /**
   * Reads records from a position on, whole batches until `maxRecords` is reached; the first may start before `from` is cut off.
   * Empty when there is none yet. Throws Fault('unavailable').
   */
  read(topic: string, partition: number, from: bigint, maxRecords: number): Promise<readonly LogBatch[]>;
  /** The position that the next record of a partition will get. Throws Fault('unavailable'). */
  end(topic: string, partition: number): Promise<bigint>;
  /**
   * Tells when a partition may have new records, whoever appended them, sometimes with the new batch itself. A hint: it may come for
   * nothing or more than once, and a consumer polls besides. Answers the function that stops it.
   */
  onAppended(topic: string, listener: (partition: number, batch?: LogBatch) => void): () => void;
}

/** A log on a server of its own, which takes part in no transaction of the database. */
export type RemoteLog = Omit<Log, 'appendWithin'>;
