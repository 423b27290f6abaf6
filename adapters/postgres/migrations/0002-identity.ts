import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Users, their API keys and their log-ins. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  sql`CREATE TABLE users (
    id uuid PRIMARY KEY,
    account_id uuid UNIQUE,
    role text NOT NULL,
    username text NOT NULL,
    username_key text NOT NULL UNIQUE,
    email text NOT NULL,
    email_key text NOT NULL UNIQUE,
    password_hash text,
    created_at_ms bigint NOT NULL,
    CONSTRAINT traders_have_an_account CHECK ((role = 'trader') = (account_id IS NOT NULL))
  )`,

  // Whom a key acts for stands in users, where it never changes.
  sql`CREATE TABLE api_keys (
    user_id uuid NOT NULL REFERENCES users (id),
    id uuid NOT NULL,
    digest bytea NOT NULL UNIQUE,
    name text NOT NULL,
    scopes text[] NOT NULL,
    created_at_ms bigint NOT NULL,
    expires_at_ms bigint,
    last_used_at_ms bigint,
    PRIMARY KEY (user_id, id)
  ) WITH (fillfactor = 80)`,

  // One row for each log-in, however often it is refreshed: only the digest of the newest token is kept.
  sql`CREATE TABLE refresh_families (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    digest bytea NOT NULL,
    expires_at_ms bigint NOT NULL
  ) WITH (fillfactor = 80)`,
  sql`CREATE INDEX refresh_families_user ON refresh_families (user_id)`,
];
