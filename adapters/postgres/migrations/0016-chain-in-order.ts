import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/**
 * The chain of each partition by its sequence. The block-range index before it had to be read together with everything booked since it was last
 * summarised; and no two entries can have the same place in a chain.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`DROP INDEX journal_chain`.execute(database);
  await sql`CREATE UNIQUE INDEX journal_chain ON journal (partition, sequence)`.execute(database);
}
