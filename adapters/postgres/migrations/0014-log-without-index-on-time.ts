import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Old batches of the log are found from the front of each partition, by the primary key. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`DROP INDEX log_batches_appended_at`.execute(database);
}
