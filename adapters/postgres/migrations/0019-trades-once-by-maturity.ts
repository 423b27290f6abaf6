import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Trades by maturity in two indexes, those that live and those that are expired, so that each has one entry and not two. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  sql`DROP INDEX trades_living`,
  sql`CREATE INDEX trades_living ON trades (maturity_date, trade_id, version) WHERE NOT expired`,
  sql`CREATE INDEX trades_expired ON trades (maturity_date, trade_id, version) WHERE expired`,
  sql`DROP INDEX trades_by_maturity`,
];
