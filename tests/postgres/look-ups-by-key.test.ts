import { createPostgresAuditReader } from '@bourse/postgres/audit/postgres-audit-reader.ts';
import { createPostgresAccountBooks } from '@bourse/postgres/books/postgres-account-books.ts';
import { createPostgresAccountQueries } from '@bourse/postgres/books/postgres-account-queries.ts';
import { createPostgresDeadLetters } from '@bourse/postgres/log/postgres-dead-letters.ts';
import { createPostgresRequestOutcomes } from '@bourse/postgres/trades/postgres-request-outcomes.ts';
import { createPostgresTradeQueries } from '@bourse/postgres/trades/postgres-trade-queries.ts';
import { createPostgresTradeStore } from '@bourse/postgres/trades/postgres-trade-store.ts';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';

const postgres = databaseOfThisFile();

/** So often that PostgreSQL has turned to a plan that it keeps, made while the tables are empty. */
const TIMES = 8;

/** How often each index of a table was read since the database was made. */
async function scans(table: string): Promise<Record<string, number>> {
  const { rows } = await postgres().database.query(async (connection) => {
    await sql`SELECT pg_stat_force_next_flush()`.execute(connection);
    return sql<{ name: string; scans: bigint }>`
      SELECT indexrelname AS name, idx_scan AS scans FROM pg_stat_user_indexes WHERE relname = ${table}`.execute(
      connection,
    );
  });
  return Object.fromEntries(rows.map(({ name, scans }) => [name, Number(scans)]));
}

async function expectOnlyPrimaryKey(table: string): Promise<void> {
  await expect
    .poll(async () => (await scans(table))[`${table}_pkey`], { timeout: 20_000 })
    .toBeGreaterThanOrEqual(TIMES);
  const others = Object.entries(await scans(table)).filter(([name, count]) => name !== `${table}_pkey` && count > 0);
  expect(others).toEqual([]);
}

/** Rows of a small table: so few that a plan which reads all of them seems to cost the least. */
const ROWS = 20;

/** How many rows the primary key or unique index of a table has led to since the database was made. */
async function rowsRead(index: string): Promise<number> {
  const { rows } = await postgres().database.query(async (connection) => {
    await sql`SELECT pg_stat_force_next_flush()`.execute(connection);
    return sql<{ read: bigint }>`
      SELECT idx_tup_read AS read FROM pg_stat_user_indexes WHERE indexrelname = ${index}`.execute(connection);
  });
  return Number(rows[0]?.read ?? 0n);
}

it('looks orders up by their primary key, also by a plan made while there were none', async () => {
  const { database } = postgres();
  const queries = createPostgresAccountQueries(database);
  const books = createPostgresAccountBooks(database);
  const accountId = '5f2b7a0c-3a52-4f0e-9d53-0d3f0c6a7b11';
  const orderId = '0b8c6a55-6f5c-4f3e-8f38-1d5b3f6b2a90';
  for (let time = 0; time < TIMES; time += 1) {
    expect(await queries.orders([{ accountId, orderId }])).toEqual([undefined]);
    const { orders } = await books.load({
      accountIds: [],
      positions: [],
      orders: [{ accountId, id: orderId }],
      cashTransactions: [],
      partitions: [],
    });
    expect(orders).toEqual([]);
  }
  await expectOnlyPrimaryKey('orders');
});

it('finds the highest version of a trade by its primary key, also by a plan made while there were none', async () => {
  const store = createPostgresTradeStore(postgres().database);
  for (let time = 0; time < TIMES; time += 1) expect(await store.highestVersions(['T1'])).toEqual(new Map());
  await expectOnlyPrimaryKey('trades');
});

it('reads a chain of the journal by its index, also by a plan made while there was none', async () => {
  const reader = createPostgresAuditReader(postgres().database);
  for (let time = 0; time < TIMES; time += 1)
    expect(await reader.snapshot((snapshot) => snapshot.journal(0, 0n, 500))).toEqual([]);
  await expect.poll(async () => (await scans('journal'))['journal_chain'], { timeout: 20_000 }).toBe(TIMES);
  const others = Object.entries(await scans('journal')).filter(
    ([name, count]) => name !== 'journal_chain' && count > 0,
  );
  expect(others).toEqual([]);
});

it('lists orders by the index of the newest', async () => {
  const queries = createPostgresAccountQueries(postgres().database);
  const filter = { symbol: null, openOnly: false, limit: 10, after: null };
  expect(await queries.listOrders({ accountId: '5f2b7a0c-3a52-4f0e-9d53-0d3f0c6a7b12', ...filter })).toEqual([]);
  await expect.poll(async () => (await scans('orders'))['orders_newest'], { timeout: 20_000 }).toBe(1);
});

it('finds keys of requests one by one, also by a plan made while there were few', async () => {
  const { database } = postgres();
  await database.query((connection) =>
    sql`INSERT INTO trade_request_keys (submitted_by, idempotency_key, partition, position, fingerprint, decided_at_ms)
      SELECT 'U', 'K' || number, 0, number, 'F', 0 FROM generate_series(1, ${ROWS}::integer) AS number`.execute(
      connection,
    ),
  );
  await database.query((connection) => sql`ANALYZE trade_request_keys`.execute(connection));
  const outcomes = createPostgresRequestOutcomes(database);
  const before = await rowsRead('trade_request_keys_pkey');
  for (let time = 0; time < TIMES; time += 1) {
    expect(await outcomes.ofKeys([{ submittedBy: 'U', idempotencyKey: 'K7' }])).toMatchObject([
      { place: { partition: 0, position: 7n } },
    ]);
  }
  await expect.poll(async () => rowsRead('trade_request_keys_pkey'), { timeout: 20_000 }).toBe(before + TIMES);
});

it('finds what became of requests batch by batch, also by a plan made while there were few', async () => {
  const { database } = postgres();
  await database.query((connection) =>
    sql`INSERT INTO trade_outcomes (partition, base_position, records, decided_at_ms, payload)
      SELECT 0, 10 * number, 1, 0, '["U"]' || chr(10) || '[0,"T1",1,0,null,0,0]'
      FROM generate_series(1, ${ROWS}::integer) AS number`.execute(connection),
  );
  await database.query((connection) => sql`ANALYZE trade_outcomes`.execute(connection));
  const outcomes = createPostgresRequestOutcomes(database);
  const before = await rowsRead('trade_outcomes_pkey');
  for (let time = 0; time < TIMES; time += 1)
    expect(await outcomes.find([{ partition: 0, position: 70n }])).toMatchObject([{ tradeId: 'T1' }]);
  // Once to find where the batch begins, once to read it.
  await expect.poll(async () => rowsRead('trade_outcomes_pkey'), { timeout: 20_000 }).toBe(before + 2 * TIMES);
});

it('finds dead letters one by one, however few there are', async () => {
  const { database } = postgres();
  await database.query((connection) =>
    sql`INSERT INTO dead_letters (group_name, topic, partition, position, key, payload, headers, reason, step, first_seen_at)
      SELECT 'g', 't', 0, number, 'k', 'p', '{}', 'r', 'decide', now()
      FROM generate_series(1, ${ROWS}::integer) AS number`.execute(connection),
  );
  await database.query((connection) => sql`ANALYZE dead_letters`.execute(connection));
  const letters = createPostgresDeadLetters(database);
  const index = 'dead_letters_group_name_topic_partition_position_key';
  const before = await rowsRead(index);
  const places = Array.from({ length: ROWS / 2 }, (_, index) => ({ partition: 0, position: BigInt(2 * index) }));
  const found = await letters.find('g', 't', places);
  expect(found.map((letter) => letter?.position)).toEqual([
    undefined,
    ...places.slice(1).map(({ position }) => position),
  ]);
  await expect.poll(async () => rowsRead(index), { timeout: 20_000 }).toBe(before + places.length - 1);
});

const ALL_TRADES = {
  bookId: null,
  counterpartyId: null,
  maturityFrom: null,
  maturityTo: null,
  expired: null,
  versions: 'current',
  today: '2026-11-20',
  limit: 10,
  after: null,
} as const;

it('reads a page of a book in its order, although the server takes the book for a small one', async () => {
  const { database } = postgres();
  // Without statistics the server guesses that a book holds a two-hundredth of all trades; this one holds all of them.
  await database.query((connection) => sql`ALTER TABLE trades SET (autovacuum_enabled = false)`.execute(connection));
  await database.query((connection) =>
    sql`INSERT INTO trades SELECT 'T' || number / 3, 1 + number % 3, 'C', 'B', '2099-01-01', '2026-01-01', false, 0, 0
      FROM generate_series(1, 6000) AS number`.execute(connection),
  );
  const before = await rowsRead('trades_by_book');
  const page = await createPostgresTradeQueries(database).list({ ...ALL_TRADES, bookId: 'B' });
  expect(page.items).toHaveLength(10);
  await expect.poll(async () => rowsRead('trades_by_book'), { timeout: 20_000 }).toBeGreaterThan(before);
  expect((await rowsRead('trades_by_book')) - before).toBeLessThan(100);
});

it('reads a page of all trades in their order from those that live and those that are expired', async () => {
  const { database } = postgres();
  await database.query((connection) =>
    sql`INSERT INTO trades SELECT 'M' || number, 1, 'C', 'B', '2050-01-01', '2026-01-01', number % 2 = 0, 0, 0
      FROM generate_series(1, 6000) AS number`.execute(connection),
  );
  const readOfBoth = async () => [await rowsRead('trades_living'), await rowsRead('trades_expired')] as const;
  const [living, expired] = await readOfBoth();
  const page = await createPostgresTradeQueries(database).list({ ...ALL_TRADES, maturityFrom: '2050-01-01' });
  const ids = ['M1', 'M10', 'M100', 'M1000', 'M1001', 'M1002', 'M1003', 'M1004', 'M1005', 'M1006'];
  expect(page.items.map(({ tradeId }) => tradeId)).toEqual(ids);
  await expect
    .poll(async () => (await readOfBoth()).every((read, index) => read > [living, expired][index]!), {
      timeout: 20_000,
    })
    .toBe(true);
  const [livingRead, expiredRead] = await readOfBoth();
  expect(livingRead - living + expiredRead - expired).toBeLessThan(100);
});
