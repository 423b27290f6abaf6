import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** The name that the maker of an API key gave to the request, by which a repetition is known. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE api_keys ADD COLUMN idempotency_key text`.execute(database);
  await sql`CREATE UNIQUE INDEX api_keys_by_request ON api_keys (user_id, idempotency_key)`.execute(database);
}
