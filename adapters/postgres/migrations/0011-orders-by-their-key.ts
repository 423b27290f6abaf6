import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/**
 * An order is looked up by account and id, and must be found by the primary key. While the table is small the planner may prefer another index that
 * begins with the account, and keeps that plan: for an account with many orders it then reads all of their entries. An index with a condition
 * is only considered for queries that state the condition, as the lists do. It holds for every order.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  sql`DROP INDEX orders_newest`,
  sql`CREATE INDEX orders_newest ON orders (account_id, created_at_ms, id) WHERE created_at_ms >= 0`,
];
