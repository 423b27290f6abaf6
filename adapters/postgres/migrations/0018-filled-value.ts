import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/**
 * Price times quantity of all fills of an order, exact: an average of rounded notionals may be off by a thousandth where quantities are small.
 * Null on orders that are there already.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE orders ADD COLUMN filled_value_picos numeric`.execute(database);
}
