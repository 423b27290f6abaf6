import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** When a log-in began, when it ends whatever happens, and by what it was made. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  sql`ALTER TABLE refresh_families
    ADD COLUMN began_at_ms bigint,
    ADD COLUMN ends_at_ms bigint,
    ADD COLUMN user_agent text`,
  // When they began is not known any more: the time of their last use is the latest it can have been. They end as they would have.
  sql`UPDATE refresh_families SET began_at_ms = expires_at_ms - 30 * 86400000::bigint, ends_at_ms = expires_at_ms`,
  sql`ALTER TABLE refresh_families
    ALTER COLUMN began_at_ms SET NOT NULL,
    ALTER COLUMN ends_at_ms SET NOT NULL`,
];
