import { Fault } from '@bourse/application/ports/fault.ts';
import type { DrainedGroup, LayoutChange, LayoutSwitch } from '@bourse/application/ports/log-layouts.ts';
import type { JournalHead, Sha256 } from '@bourse/core/ledger/journal.ts';
import { originHead } from '@bourse/core/ledger/journal.ts';
import type { Layout } from '@bourse/core/partitioning/layout.ts';
import { partitionsIn } from '@bourse/core/partitioning/layout.ts';
import { sql } from 'kysely';
import { HEAD_COLUMNS } from '../books/journal-row-codec.ts';
import type { Database, Sql } from '../database.ts';
import { rowsOf } from '../rows.ts';

/** For how long a change is held without a sign of life, seconds. */
const HELD_SECONDS = 10;

/**
 * Begins to change the layout under the name of `holder`; undefined when somebody else is doing so. What an earlier one has left is undone by
 * then, or is left to the caller, who closes the same topics. `reopenElsewhere` opens topics again that are not kept in the database.
 * Throws Fault('unavailable').
 */
export async function beginLayoutChange(
  database: Database,
  holder: string,
  { sha256, reopenElsewhere }: { readonly sha256: Sha256; readonly reopenElsewhere: () => Promise<void> },
): Promise<LayoutChange | undefined> {
  const { rows } = await database.query((connection) =>
    sql`UPDATE log_layout_change SET holder = ${holder}, held_until = clock_timestamp() + ${heldFor()}
      WHERE holder IS NULL OR held_until < clock_timestamp() RETURNING 1`.execute(connection),
  );
  if (rows.length === 0) return undefined;

  /** Works as the holder; the row stays locked until the work is committed. */
  const asHolder = (work: (transaction: Sql) => Promise<void>): Promise<void> =>
    database.query((connection) =>
      connection.transaction().execute(async (transaction) => {
        const held = await sql`UPDATE log_layout_change SET held_until = clock_timestamp() + ${heldFor()}
          WHERE holder = ${holder} RETURNING 1`.execute(transaction);
        if (held.rows.length === 0) throw new Fault('fenced', 'The change took too long and was undone by others.');
        await work(transaction);
      }),
    );
  return {
    renew: () => asHolder(() => Promise.resolve()),
    closeTopic: (topic) =>
      asHolder(async (transaction) => {
        await sql`UPDATE log_ends SET closed = true WHERE topic = ${topic} AND NOT closed`.execute(transaction);
      }),
    switchTo: (target) =>
      asHolder(async (transaction) => {
        await requireDrained(transaction, target);
        await beginNext(transaction, target, sha256);
      }),
    undo: () =>
      asHolder(async (transaction) => {
        await reopenElsewhere();
        await reopenTopics(transaction);
      }),
  };
}

/** Lets the topics of the layout in force take appends again, and ends the change. */
export async function reopenTopics(transaction: Sql): Promise<void> {
  await sql`UPDATE log_ends SET closed = false
    WHERE closed AND partition >= (SELECT max(first_partition) FROM log_layouts)`.execute(transaction);
  await sql`UPDATE log_layout_change SET holder = NULL, held_until = '-infinity'`.execute(transaction);
}

function heldFor() {
  return sql`make_interval(secs => ${HELD_SECONDS})`;
}

interface Standing {
  readonly topic: string;
  readonly partition: number;
  readonly position: bigint;
}

/** Whoever appends holds one of the locks until its commit, so nothing comes behind what is read here. */
async function requireDrained(transaction: Sql, { next, groups, elsewhere }: LayoutSwitch): Promise<void> {
  const { rows: ends } = await sql<Standing>`
    SELECT topic, partition, next_position AS position FROM log_ends
    WHERE partition >= (SELECT max(first_partition) FROM log_layouts WHERE number < ${next.number})
    ORDER BY topic, partition FOR UPDATE`.execute(transaction);
  for (const { group, topic } of groups) {
    const reached = await positionsOf(transaction, { group, topic });
    const left = ends
      .filter((end) => end.topic === topic)
      .reduce((sum, { partition, position }) => {
        const end = elsewhere.get(topic)?.ends.get(partition) ?? position;
        return sum + (end - (reached.get(partition) ?? 0n));
      }, 0n);
    if (left === 0n) continue;
    throw new Fault('invalid-data', `The group ${group} has ${left} records of the topic ${topic} before it.`);
  }
}

async function positionsOf(transaction: Sql, { group, topic }: DrainedGroup): Promise<ReadonlyMap<number, bigint>> {
  const { rows } = await sql<Standing>`
    SELECT topic, partition, position FROM log_positions WHERE group_name = ${group} AND topic = ${topic}`.execute(
    transaction,
  );
  return new Map(rows.map(({ partition, position }) => [partition, position]));
}

async function beginNext(transaction: Sql, { next, elsewhere }: LayoutSwitch, sha256: Sha256): Promise<void> {
  const { number, firstPartition, partitions } = next;
  const homes = [...elsewhere].map(([topic, { nextHome }]) => ({ topic, home: nextHome }));
  await sql`UPDATE log_ends SET closed = true WHERE NOT closed`.execute(transaction);
  await sql`
    INSERT INTO log_ends (topic, partition, moved_to)
    SELECT known.topic, numbers.partition, homes.home FROM (SELECT DISTINCT topic FROM log_ends) AS known
      CROSS JOIN unnest(${partitionsIn(next)}::int[]) AS numbers (partition)
      LEFT JOIN unnest(${homes.map(({ topic }) => topic)}::text[], ${homes.map(({ home }) => home)}::text[])
        AS homes (topic, home) ON homes.topic = known.topic`.execute(transaction);
  // Nobody who works on the layout before commits anything any more.
  await sql`UPDATE log_positions SET epoch = epoch + 1`.execute(transaction);
  await sql`DELETE FROM partition_leases`.execute(transaction);
  await sql`DELETE FROM partition_members`.execute(transaction);
  await sql`INSERT INTO log_layouts (number, first_partition, partitions)
    VALUES (${number}, ${firstPartition}, ${partitions})`.execute(transaction);
  await beginChains(transaction, next, sha256);
  await sql`UPDATE log_layout_change SET holder = NULL, held_until = '-infinity'`.execute(transaction);
}

/** Written down only where something was booked before: otherwise the chains begin empty, as those of a new log. */
async function beginChains(transaction: Sql, next: Layout, sha256: Sha256): Promise<void> {
  const { rows: ends } = await sql<JournalHead>`
    SELECT partition, sequence, encode(hash, 'hex') AS hash FROM journal_heads ORDER BY partition FOR UPDATE`.execute(
    transaction,
  );
  if (ends.length === 0) return;
  const heads = partitionsIn(next).map((partition) => originHead(partition, ends, sha256));
  await sql`INSERT INTO journal_heads (partition, sequence, hash) SELECT * FROM ${rowsOf(HEAD_COLUMNS, heads)}`.execute(
    transaction,
  );
}
