import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** What operators see of the market's operation and do to it: quarantined prices, changes of instruments, reports of feeds. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  sql`CREATE TABLE quarantined_prices (
    symbol text NOT NULL,
    reason text NOT NULL CHECK (reason IN ('unreadable', 'not-positive', 'jump')),
    price_micros bigint,
    source text NOT NULL,
    as_of_ms bigint NOT NULL,
    last_good_micros bigint,
    quotes bigint NOT NULL,
    first_at_ms bigint NOT NULL,
    last_at_ms bigint NOT NULL,
    over_at_ms bigint,
    PRIMARY KEY (symbol, reason)
  )`,
  sql`CREATE INDEX quarantined_prices_open ON quarantined_prices (symbol, reason) WHERE over_at_ms IS NULL`,
  sql`CREATE TABLE instrument_changes (
    sequence bigint PRIMARY KEY,
    symbol text NOT NULL,
    change text NOT NULL CHECK (change IN ('halted', 'resumed', 'price-accepted')),
    price_micros bigint,
    changed_by text NOT NULL,
    at_ms bigint NOT NULL
  )`,
  sql`CREATE TRIGGER instrument_changes_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON instrument_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  sql`CREATE TABLE feed_reports (
    member text PRIMARY KEY,
    report json NOT NULL,
    reported_at_ms bigint NOT NULL
  )`,
];
