import { gather } from '@bourse/core/batching/gather.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { LogNotifications } from '@bourse/application/ports/log-notifications.ts';
import type { Log, LogBatch, LogPlace, LogRecord } from '@bourse/application/ports/log.ts';
import { checkSizes } from '@bourse/application/ports/record-limits.ts';
import type { GroupSlot, KeyedAppend, PartitionGroup } from '@bourse/core/partitioning/group-by-partition.ts';
import { groupByPartition } from '@bourse/core/partitioning/group-by-partition.ts';
import { partitionNumbers } from '@bourse/core/partitioning/layout.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { afterCommit, statementsOf } from '../postgres-transactions.ts';
import type { Statements } from '../statements.ts';
import { appendText } from './append-text.ts';
import { decodeBatch, encodeBatch } from './record-batch-codec.ts';
import { createTailCache } from './tail-cache.ts';

/** Shape and limits of the log in the database. */
export interface PostgresLogOptions {
  /** Topics and their numbers of partitions. */
  readonly topics: Readonly<Record<string, number>>;
  /** The number of the first partition of each topic (0); those below are of earlier layouts, and are only read. */
  readonly firstPartition?: number;
  /** Most calls to `append` that may wait for a commit. */
  readonly maxWaitingAppends: number;
  /** Most bytes of their records, and of those of one call (64 MiB). */
  readonly maxWaitingBytes?: number;
  /** Largest value of one record, bytes. */
  readonly maxValueBytes: number;
  /** How other processes are told of appends; absent when this process is the only one that appends. */
  readonly notifications?: LogNotifications;
}

export const DEFAULT_LOG_LIMITS = { maxWaitingAppends: 50_000, maxValueBytes: 1_000_000 } as const;

/** Appends, and bytes, that one commit may carry; what may wait for it; and records that are remembered for consumers in this process. */
const MAX_APPENDS_PER_COMMIT = 2_000;
const MAX_BYTES_PER_COMMIT = 16 * 1_024 * 1_024;
const MAX_WAITING_BYTES = 64 * 1_024 * 1_024;
const REMEMBERED_RECORDS = 4_000;

interface Append extends KeyedAppend<LogRecord> {
  readonly bytes: number;
}
type Group = PartitionGroup<LogRecord>;

/**
 * The log as rows of the database, one for each batch of records of a partition. Appends are committed in groups: while one commit runs
 * the next group gathers. Creates the partitions of its topics when they are missing.
 */
export async function openPostgresLog(database: Database, options: PostgresLogOptions): Promise<Log> {
  const { topics, firstPartition = 0, maxWaitingAppends, maxWaitingBytes = MAX_WAITING_BYTES, maxValueBytes } = options;
  await createPartitions(database, topics, firstPartition);
  const tails = createTailCache({ maxRecords: REMEMBERED_RECORDS, soleWriter: options.notifications === undefined });
  const listeners = new Map<string, Set<(partition: number, batch?: LogBatch) => void>>();

  const hint = (topic: string, partition: number, batch?: LogBatch): void => {
    for (const listener of listeners.get(topic) ?? []) listener(partition, batch);
  };
  const handOver = (batches: readonly LogBatch[]): void => {
    for (const batch of batches) tails.add(batch);
    for (const batch of batches) hint(batch.topic, batch.partition, batch);
    options.notifications?.tell(batches);
  };
  options.notifications?.listen(hint);

  const numbers = new Map(
    Object.entries(topics).map(([topic, count]) => [topic, partitionNumbers(firstPartition, count)]),
  );
  const partitionsOf = (topic: string): readonly number[] => {
    const found = numbers.get(topic);
    if (found === undefined) throw new RangeError(`there is no topic ${topic}`);
    return found;
  };
  const append = gather<Append, readonly LogPlace[]>(
    async (appends) => {
      const { groups, slots } = groupByPartition(appends, partitionsOf);
      const batches = await database.prepared((statements) => write(statements, groups));
      handOver(batches);
      return placesIn(batches, slots);
    },
    {
      maxItems: MAX_APPENDS_PER_COMMIT,
      maxWaiting: maxWaitingAppends,
      sizes: { of: ({ bytes }) => bytes, maxRun: MAX_BYTES_PER_COMMIT, maxWaiting: maxWaitingBytes },
      overloaded: () =>
        new Fault('overloaded', `more than ${maxWaitingAppends} appends or ${maxWaitingBytes} bytes are waiting`),
      // Requests that arrived together share a commit from the first one on.
      begin: setImmediate,
    },
  );

  return {
    partitions: partitionsOf,
    async append(topic, records) {
      // What one append can violate is refused here, or it takes the whole group down.
      partitionsOf(topic);
      const bytes = checkRecords(records, { maxValueBytes, maxAppendBytes: maxWaitingBytes });
      return records.length === 0 ? [] : append({ topic, records, bytes });
    },
    async appendWithin(transaction, topic, records, starts) {
      checkRecords(records, { maxValueBytes, maxAppendBytes: Infinity });
      if (records.length === 0) return;
      const { groups } = groupByPartition([{ topic, records }], partitionsOf);
      const batches = await write(statementsOf(transaction), groups, starts);
      afterCommit(transaction, () => {
        handOver(batches);
      });
    },
    async read(topic, partition, from, maxRecords) {
      const remembered = tails.read(topic, partition, from, maxRecords);
      return remembered ?? (await readBatches(database, { topic, partition, from, maxRecords }));
    },
    async end(topic, partition) {
      const { rows } = await database.query((connection) =>
        sql<{ next_position: bigint }>`
          SELECT next_position FROM log_ends WHERE topic = ${topic} AND partition = ${partition}`.execute(connection),
      );
      return rows[0]?.next_position ?? 0n;
    },
    onAppended(topic, listener) {
      const known = listeners.get(topic) ?? new Set();
      listeners.set(topic, known.add(listener));
      return () => known.delete(listener);
    },
  };
}

/** The batches hold the very lists of records that the slots point into. */
function placesIn(
  batches: readonly LogBatch[],
  slots: readonly (readonly GroupSlot<LogRecord>[])[],
): (readonly LogPlace[])[] {
  const bases = new Map(batches.map(({ records, basePosition }) => [records, basePosition]));
  return slots.map((ofAppend) =>
    ofAppend.map(({ group, index }) => {
      const base = bases.get(group.records);
      if (base === undefined) throw new TypeError(`nothing was appended to ${group.topic}/${group.partition}`);
      return { partition: group.partition, position: base + BigInt(index) };
    }),
  );
}

/** `starts`: the ends that partitions must have before, by their numbers; the others may have any. */
async function write(
  statements: Statements,
  groups: readonly Group[],
  starts?: ReadonlyMap<number, bigint>,
): Promise<LogBatch[]> {
  const rows = await statements.run<{ topic: string; partition: number; base_position: bigint }>(
    appendText(groups.length),
    [
      groups.map(({ topic }) => topic),
      groups.map(({ partition }) => partition),
      groups.map(({ records }) => records.length),
      starts === undefined ? null : groups.map(({ partition }) => starts.get(partition) ?? null),
      ...groups.map(({ records }) => encodeBatch(records)),
    ],
  );
  return rows.map(({ topic, partition, base_position: basePosition }) => {
    const group = groups.find((candidate) => candidate.topic === topic && candidate.partition === partition);
    if (group === undefined)
      throw new TypeError(`the database appended to ${topic}/${partition}, which was not asked for`);
    return { topic, partition, basePosition, records: group.records };
  });
}

async function readBatches(
  database: Database,
  wanted: { readonly topic: string; readonly partition: number; readonly from: bigint; readonly maxRecords: number },
): Promise<LogBatch[]> {
  const { topic, partition, from, maxRecords } = wanted;
  const { rows } = await database.prepared((statements) =>
    sql<{ base_position: bigint; payload: string }>`
      SELECT base_position, payload FROM (
        SELECT base_position, payload, sum(record_count) OVER (ORDER BY base_position) - record_count AS records_before
        FROM (
          SELECT * FROM log_batches
          WHERE topic = ${topic} AND partition = ${partition} AND base_position >= coalesce((
            SELECT max(base_position) FROM log_batches
            WHERE topic = ${topic} AND partition = ${partition} AND base_position <= ${from}), 0)
          ORDER BY base_position LIMIT ${maxRecords}
        ) AS candidates
        WHERE base_position + record_count > ${from}
      ) AS counted
      WHERE records_before < ${maxRecords} ORDER BY base_position`.execute(statements.sql),
  );
  return rows.map((row) => ({ topic, partition, basePosition: row.base_position, records: decodeBatch(row.payload) }));
}

/** A key must never change its partition while records of it wait, so the topics of a layout keep the number of partitions they were made with. */
async function createPartitions(
  database: Database,
  topics: Readonly<Record<string, number>>,
  first: number,
): Promise<void> {
  for (const [topic, count] of Object.entries(topics)) {
    const { rows } = await database.query(async (connection) => {
      await sql`INSERT INTO log_ends (topic, partition) SELECT ${topic}, unnest(${partitionNumbers(first, count)}::int[])
        WHERE NOT EXISTS (SELECT FROM log_ends WHERE topic = ${topic} AND partition >= ${first}) ON CONFLICT DO NOTHING`.execute(
        connection,
      );
      return sql<{ partitions: bigint }>`
        SELECT count(*) AS partitions FROM log_ends WHERE topic = ${topic} AND partition >= ${first}`.execute(
        connection,
      );
    });
    const partitions = Number(rows[0]?.partitions);
    if (partitions === count) continue;
    throw new Fault('invalid-data', `The topic ${topic} of this database has ${partitions} partitions, not ${count}.`);
  }
}

function checkRecords(
  records: readonly LogRecord[],
  limits: { readonly maxValueBytes: number; readonly maxAppendBytes: number },
): number {
  for (const { key, value } of records) {
    if (value.includes('\n') || value.includes('\0')) {
      throw new Fault('invalid-data', `the value of a record must be one line of JSON (key ${key})`);
    }
  }
  return checkSizes(records, limits, (text) => Buffer.byteLength(text));
}
