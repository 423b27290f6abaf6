import { createPostgresAuditReader } from '@bourse/postgres/audit/postgres-audit-reader.ts';
import { createPostgresAccountBooks } from '@bourse/postgres/books/postgres-account-books.ts';
import { createPostgresAccountQueries } from '@bourse/postgres/books/postgres-account-queries.ts';
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
