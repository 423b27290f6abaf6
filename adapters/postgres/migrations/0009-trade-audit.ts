import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** How far the self-audit has looked at what became of trades. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE audit_trade_progress (
    partition integer PRIMARY KEY,
    position bigint NOT NULL
  )`.execute(database);
}
