import { gather } from '@bourse/core/batching/gather.ts';
import type { KeyedAppend } from '@bourse/core/partitioning/group-by-partition.ts';
import { groupByPartition } from '@bourse/core/partitioning/group-by-partition.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { Log, LogBatch, LogPlace, LogRecord } from '@bourse/application/ports/log.ts';
import { checkSizes } from '@bourse/application/ports/record-limits.ts';
import { afterCommit, atCommit } from './memory-transactions.ts';

/** Shape and limits of the log in memory. */
export interface MemoryLogOptions {
  /** Topics and their numbers of partitions. */
  readonly topics: Readonly<Record<string, number>>;
  /** Most calls to `append` that may wait. */
  readonly maxWaitingAppends: number;
  /** Most bytes of their records, and of those of one call (64 MiB). */
  readonly maxWaitingBytes?: number;
  /** Largest value of one record, bytes. */
  readonly maxValueBytes: number;
  /** Tells when a batch is appended, epoch milliseconds; without it all are as old as can be. */
  readonly nowMs?: () => number;
}

/** A batch and when it was appended. */
export interface StoredBatch extends LogBatch {
  readonly appendedAtMs: number;
}

/** A log whose batches can be removed. */
export interface MemoryLog extends Log {
  /** Removes batches from the beginning of each partition, at most `limit` of all that may go; answers how many. */
  removeOldest(limit: number, mayGo: (batch: StoredBatch) => boolean): number;
}

const MAX_APPENDS_PER_GROUP = 2_000;
const MAX_BYTES_PER_GROUP = 16 * 1_024 * 1_024;
const MAX_WAITING_BYTES = 64 * 1_024 * 1_024;

interface Append extends KeyedAppend<LogRecord> {
  readonly bytes: number;
}

interface Partition {
  readonly batches: StoredBatch[];
  end: bigint;
}

/** The log for as long as the process lives. Appends are made in groups as in the database, and listeners are told of each batch. */
export function createMemoryLog(options: MemoryLogOptions): MemoryLog {
  const { topics, maxWaitingAppends, maxValueBytes, maxWaitingBytes = MAX_WAITING_BYTES, nowMs } = options;
  const partitions = new Map(
    Object.entries(topics).flatMap(([topic, count]) =>
      Array.from({ length: count }, (_, partition): [string, Partition] => [
        idOf(topic, partition),
        { batches: [], end: 0n },
      ]),
    ),
  );
  const listeners = new Map<string, Set<(partition: number, batch?: LogBatch) => void>>();

  const numbers = new Map(
    Object.entries(topics).map(([topic, count]) => [topic, Array.from({ length: count }, (_, partition) => partition)]),
  );
  const partitionsOf = (topic: string): readonly number[] => {
    const found = numbers.get(topic);
    if (found === undefined) throw new RangeError(`there is no topic ${topic}`);
    return found;
  };
  const partitionAt = (topic: string, partition: number): Partition => {
    const found = partitions.get(idOf(topic, partition));
    if (found === undefined) throw new RangeError(`topic ${topic} has no partition ${partition}`);
    return found;
  };
  /** Answers the batches and, for each append, the places of its records. */
  const store = (
    appends: readonly KeyedAppend<LogRecord>[],
  ): { batches: LogBatch[]; places: (readonly LogPlace[])[] } => {
    const { groups, slots } = groupByPartition(appends, partitionsOf);
    const bases = groups.map(({ topic, partition }) => partitionAt(topic, partition).end);
    const batches = groups.map(({ topic, partition, records }, index) => {
      const stored = partitionAt(topic, partition);
      const batch: LogBatch = { topic, partition, basePosition: bases[index] ?? 0n, records };
      stored.batches.push({ ...batch, appendedAtMs: nowMs?.() ?? 0 });
      stored.end += BigInt(records.length);
      return batch;
    });
    const places = slots.map((ofAppend) =>
      ofAppend.map(({ group, index }) => {
        const base = bases[groups.indexOf(group)] ?? 0n;
        return { partition: group.partition, position: base + BigInt(index) };
      }),
    );
    return { batches, places };
  };
  const takeBack = (batches: readonly LogBatch[]): void => {
    for (const { topic, partition, basePosition } of batches) {
      const stored = partitionAt(topic, partition);
      stored.batches.pop();
      stored.end = basePosition;
    }
  };
  const tell = (batches: readonly LogBatch[]): void => {
    for (const batch of batches) {
      for (const listener of listeners.get(batch.topic) ?? []) listener(batch.partition, batch);
    }
  };
  const append = gather<Append, readonly LogPlace[]>(
    async (appends) => {
      // Others get to append meanwhile, and form the next group.
      await Promise.resolve();
      const { batches, places } = store(appends);
      tell(batches);
      return places;
    },
    {
      maxItems: MAX_APPENDS_PER_GROUP,
      maxWaiting: maxWaitingAppends,
      sizes: { of: ({ bytes }) => bytes, maxRun: MAX_BYTES_PER_GROUP, maxWaiting: maxWaitingBytes },
      overloaded: () =>
        new Fault('overloaded', `more than ${maxWaitingAppends} appends or ${maxWaitingBytes} bytes are waiting`),
    },
  );
  const check = (topic: string, records: readonly LogRecord[], maxAppendBytes: number): number => {
    partitionsOf(topic);
    for (const record of records) checkRecord(record);
    return checkSizes(records, { maxValueBytes, maxAppendBytes }, (text) => Buffer.byteLength(text));
  };

  return {
    partitions: partitionsOf,
    async append(topic, records) {
      const bytes = check(topic, records, maxWaitingBytes);
      return records.length === 0 ? [] : append({ topic, records, bytes });
    },
    async appendWithin(transaction, topic, records, starts = new Map()) {
      check(topic, records, Infinity);
      let batches: readonly LogBatch[] = [];
      atCommit(transaction, () => {
        for (const [partition, start] of starts) {
          const { end } = partitionAt(topic, partition);
          if (end !== start)
            throw new Fault('conflict', `partition ${partition} of ${topic} ends at ${end}, not ${start}`);
        }
        ({ batches } = store([{ topic, records }]));
        return () => takeBack(batches);
      });
      afterCommit(transaction, () => tell(batches));
    },
    async read(topic, partition, from, maxRecords) {
      const { batches, end } = partitionAt(topic, partition);
      return from >= end ? [] : takeFrom(batches, from, maxRecords).map(withoutTime);
    },
    async end(topic, partition) {
      return partitionAt(topic, partition).end;
    },
    onAppended(topic, listener) {
      const known = listeners.get(topic) ?? new Set();
      listeners.set(topic, known.add(listener));
      return () => known.delete(listener);
    },
    removeOldest(limit, mayGo) {
      let removed = 0;
      for (const { batches } of partitions.values()) {
        for (let batch = batches[0]; batch !== undefined && removed < limit && mayGo(batch); batch = batches[0]) {
          batches.shift();
          removed += 1;
        }
      }
      return removed;
    },
  };
}

function withoutTime({ topic, partition, basePosition, records }: StoredBatch): LogBatch {
  return { topic, partition, basePosition, records };
}

function idOf(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}

function takeFrom(batches: readonly StoredBatch[], from: bigint, maxRecords: number): StoredBatch[] {
  const taken: StoredBatch[] = [];
  let records = 0;
  const first = batches.findLastIndex(({ basePosition }) => basePosition <= from);
  // What lay before the first batch may have been removed.
  for (const batch of batches.slice(Math.max(first, 0))) {
    if (records >= maxRecords) break;
    taken.push(batch);
    records += batch.records.length;
  }
  return taken;
}

function checkRecord({ key, value }: LogRecord): void {
  if (/[\n\0]/.test(value))
    throw new Fault('invalid-data', `the value of a record must be one line of JSON (key ${key})`);
}
