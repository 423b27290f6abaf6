import { isFault } from '@bourse/application/ports/fault.ts';
import type { LayoutChange } from '@bourse/application/ports/log-layouts.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import type { Layout } from '@bourse/core/partitioning/layout.ts';
import { createPostgresAccountBooks } from '@bourse/postgres/books/postgres-account-books.ts';
import { beginLayoutChange } from '@bourse/postgres/log/postgres-layout-change.ts';
import { createPostgresLogLayouts, openLayout } from '@bourse/postgres/log/postgres-log-layouts.ts';
import { createPostgresLogPositions } from '@bourse/postgres/log/postgres-log-positions.ts';
import { DEFAULT_LOG_LIMITS, openPostgresLog } from '@bourse/postgres/log/postgres-log.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { sha256 } from '@bourse/runtime/sha256.ts';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { jsonRecord, located } from '../contracts/log-reading.ts';
import { auditOf } from '../support/audit-of.ts';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { emptyBooks } from '../support/empty-books.ts';
import { bookSmallBooks } from '../support/small-books.ts';

const postgres = databaseOfThisFile();
const GROUPS = [{ group: 'orders', topic: 'orders' }];
const NEXT: Layout = { number: 2, firstPartition: 2, partitions: 3 };
const reopened: string[] = [];

beforeEach(async () => {
  const { database } = postgres();
  await emptyBooks(database);
  await sql`TRUNCATE log_layouts, log_batches, log_ends, log_positions`.execute(database.sql);
  await sql`UPDATE log_layout_change SET holder = NULL, held_until = '-infinity'`.execute(database.sql);
  await openLayout(database, 2);
  reopened.length = 0;
});

function openLog(layout: Layout = { number: 1, firstPartition: 0, partitions: 2 }): Promise<Log> {
  const { firstPartition, partitions } = layout;
  return openPostgresLog(postgres().database, {
    ...DEFAULT_LOG_LIMITS,
    topics: { orders: partitions },
    firstPartition,
  });
}

async function begin(holder = 'somebody'): Promise<LayoutChange | undefined> {
  const reopenElsewhere = async (): Promise<void> => void reopened.push(holder);
  return beginLayoutChange(postgres().database, holder, { sha256: (text) => sha256.sha256(text), reopenElsewhere });
}

/** Moves the group behind everything. */
async function drain(log: Log): Promise<void> {
  const positions = createPostgresLogPositions(postgres().database);
  for (const partition of log.partitions('orders')) {
    const { position, epoch } = await positions.take({ group: 'orders', topic: 'orders', partition });
    const step = { partition, from: position, to: await log.end('orders', partition), epoch };
    await createPostgresTransactions(postgres().database).run((transaction) =>
      positions.advance(transaction, 'orders', 'orders', [step]),
    );
  }
}

async function expireHolder(): Promise<void> {
  await sql`UPDATE log_layout_change SET held_until = clock_timestamp() - interval '1 second'`.execute(
    postgres().database.sql,
  );
}

const layouts = () =>
  createPostgresLogLayouts(postgres().database, async () => void reopened.push('a process that runs'));

describe('the layout of a log', () => {
  it('is what was asked for first, and another number is refused with the command', async () => {
    const { database } = postgres();
    expect(await openLayout(database, null)).toEqual({ number: 1, firstPartition: 0, partitions: 2 });
    const refused = openLayout(database, 5);
    await expect(refused).rejects.toSatisfy((error) => isFault(error, 'invalid-data'));
    await expect(refused).rejects.toThrow('bourse partitions --to');
  });
});

describe('a change of the layout', () => {
  it('is made by one at a time', async () => {
    const change = await begin();
    expect(change).toBeDefined();
    expect(await begin('another')).toBeUndefined();
    await change!.undo();
    expect(await begin('another')).toBeDefined();
  });

  it('closes a topic for everybody, with a fault that passes, and opens it again when it is undone', async () => {
    const log = await openLog();
    const change = await begin();
    await change!.closeTopic('orders');
    const refused = log.append('orders', [jsonRecord('a', 1)]);
    await expect(refused).rejects.toSatisfy((error) => isFault(error, 'unavailable'));
    await change!.undo();
    expect(reopened).toEqual(['somebody']);
    expect(await log.append('orders', [jsonRecord('a', 1)])).toHaveLength(1);
  });

  it('does not begin the next layout while a group has something before it', async () => {
    const log = await openLog();
    await log.append('orders', [jsonRecord('a', 1)]);
    const change = await begin();
    const refused = change!.switchTo({ next: NEXT, groups: GROUPS, elsewhere: new Map() });
    await expect(refused).rejects.toSatisfy((error) => isFault(error, 'invalid-data'));
    expect(await layouts().current()).toMatchObject({ number: 1 });
    expect(await log.append('orders', [jsonRecord('a', 2)])).toHaveLength(1);
  });

  it('knows topics elsewhere by where they end there', async () => {
    const log = await openLog();
    await drain(log);
    const change = await begin();
    const elsewhere = (end: bigint) => new Map([['orders', { ends: new Map([[1, end]]), nextHome: 'there' }]]);
    const refused = change!.switchTo({ next: NEXT, groups: GROUPS, elsewhere: elsewhere(7n) });
    await expect(refused).rejects.toSatisfy((error) => isFault(error, 'invalid-data'));
    await change!.switchTo({ next: NEXT, groups: GROUPS, elsewhere: elsewhere(0n) });
    const { rows } = await sql`SELECT partition, moved_to FROM log_ends WHERE NOT closed ORDER BY partition`.execute(
      postgres().database.sql,
    );
    expect(rows).toEqual([2, 3, 4].map((partition) => ({ partition, moved_to: 'there' })));
  });

  it('ends the old partitions for ever: nothing is appended to them, nobody who had them commits, all can still be read', async () => {
    const log = await openLog();
    const [place] = await log.append('orders', [jsonRecord('a', 1)]);
    await drain(log);
    const { database } = postgres();
    const positions = createPostgresLogPositions(database);
    const partition = place!.partition;
    const { position, epoch } = await positions.take({ group: 'orders', topic: 'orders', partition });
    const change = await begin();
    await change!.switchTo({ next: NEXT, groups: GROUPS, elsewhere: new Map() });

    await expect(log.append('orders', [jsonRecord('a', 2)])).rejects.toSatisfy((error) =>
      isFault(error, 'unavailable'),
    );
    const zombie = createPostgresTransactions(database).run((transaction) =>
      positions.advance(transaction, 'orders', 'orders', [{ partition, from: position, to: position + 1n, epoch }]),
    );
    await expect(zombie).rejects.toSatisfy((error) => isFault(error, 'fenced'));
    const next = await openLog(await layouts().current());
    expect(next.partitions('orders')).toEqual([2, 3, 4]);
    expect(await located(next, 'orders', partition)).toEqual([[0n, '1']]);
    const [later] = await next.append('orders', [jsonRecord('a', 3)]);
    expect(later!.position).toBe(0n);
  });

  it('is undone by others when whoever began it shows no sign of life, and then cannot go on', async () => {
    const log = await openLog();
    await drain(log);
    const change = await begin();
    await change!.closeTopic('orders');
    expect(await layouts().isAbandoned()).toBe(false);
    await layouts().undoAbandoned();
    expect(reopened).toEqual([]);
    await expireHolder();
    expect(await layouts().isAbandoned()).toBe(true);
    await layouts().undoAbandoned();
    expect(reopened).toEqual(['a process that runs']);
    expect(await log.append('orders', [jsonRecord('a', 1)])).toHaveLength(1);
    for (const step of [
      () => change!.renew(),
      () => change!.closeTopic('orders'),
      () => change!.switchTo({ next: NEXT, groups: GROUPS, elsewhere: new Map() }),
    ])
      await expect(step()).rejects.toSatisfy((error) => isFault(error, 'fenced'));
    expect(await log.append('orders', [jsonRecord('a', 2)])).toHaveLength(1);
  });
});

describe('chains of the journal over a change', () => {
  beforeEach(async () => {
    const { database } = postgres();
    await bookSmallBooks({
      books: createPostgresAccountBooks(database),
      transactions: createPostgresTransactions(database),
    });
    const { rows } = await sql<{ last: number }>`SELECT max(partition) AS last FROM journal_heads`.execute(
      database.sql,
    );
    const firstPartition = rows[0]!.last + 1;
    const change = await begin();
    await change!.switchTo({ next: { ...NEXT, firstPartition }, groups: [], elsewhere: new Map() });
  });

  it('are in order, and go on above the highest sequence of before', async () => {
    expect((await auditOf(postgres().database)).findings).toEqual([]);
    const { rows } = await sql<{ before: bigint; after: bigint }>`
      SELECT max(sequence) FILTER (WHERE partition < first_partition) AS before,
        min(sequence) FILTER (WHERE partition >= first_partition) AS after
      FROM journal_heads, log_layouts WHERE number = 2`.execute(postgres().database.sql);
    expect(rows[0]!.before).toBeGreaterThan(1n);
    expect(rows[0]!.after).toBe(rows[0]!.before);
  });

  it('tell when the end of an earlier chain was cut off together with its head', async () => {
    const { sql: connection } = postgres().database;
    await connection.transaction().execute(async (transaction) => {
      await sql`ALTER TABLE journal DISABLE TRIGGER journal_is_immutable`.execute(transaction);
      await sql`DELETE FROM journal WHERE (partition, sequence) = (
        SELECT partition, max(sequence) FROM journal GROUP BY partition HAVING max(sequence) > 1 LIMIT 1)`.execute(
        transaction,
      );
      await sql`UPDATE journal_heads h SET sequence = j.sequence, hash = j.hash FROM journal j
        WHERE j.partition = h.partition AND j.sequence = h.sequence - 1
          AND NOT EXISTS (SELECT FROM journal newest WHERE (newest.partition, newest.sequence) = (h.partition, h.sequence))
          `.execute(transaction);
      await sql`ALTER TABLE journal ENABLE TRIGGER journal_is_immutable`.execute(transaction);
    });
    const { findings } = await auditOf(postgres().database);
    const heads = findings.filter(({ kind }) => kind === 'head-mismatch');
    expect(heads).toHaveLength(NEXT.partitions);
  });
});
