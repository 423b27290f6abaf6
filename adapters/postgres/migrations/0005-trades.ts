import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Trades, what became of the requests to store them, and the keys of those requests. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  // Texts sort by code point everywhere, whatever the language of the database: cursors depend on it.
  sql`CREATE TABLE trades (
    trade_id text COLLATE "C" NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    counterparty_id text COLLATE "C" NOT NULL,
    book_id text COLLATE "C" NOT NULL,
    maturity_date date NOT NULL,
    created_date date NOT NULL,
    expired boolean NOT NULL,
    recorded_at_ms bigint NOT NULL,
    updated_at_ms bigint NOT NULL,
    PRIMARY KEY (trade_id, version)
  )`,
  sql`CREATE INDEX trades_by_book ON trades (book_id, maturity_date, trade_id, version)`,
  sql`CREATE INDEX trades_by_counterparty ON trades (counterparty_id, maturity_date, trade_id, version)`,
  sql`CREATE INDEX trades_by_maturity ON trades (maturity_date, trade_id, version)`,
  // For the expiry: what is expired already is not looked at again.
  sql`CREATE INDEX trades_living ON trades (maturity_date) WHERE NOT expired`,

  // A row for each batch of requests of a partition, as the log has one for each batch of records.
  sql`CREATE TABLE trade_outcomes (
    partition integer NOT NULL,
    base_position bigint NOT NULL,
    records integer NOT NULL CHECK (records > 0),
    decided_at_ms bigint NOT NULL,
    payload text NOT NULL,
    PRIMARY KEY (partition, base_position)
  )`,
  // Compressing a batch costs more than writing it as it is.
  sql`ALTER TABLE trade_outcomes ALTER COLUMN payload SET STORAGE EXTERNAL`,

  sql`CREATE TABLE trade_request_keys (
    submitted_by text COLLATE "C" NOT NULL,
    idempotency_key text COLLATE "C" NOT NULL,
    partition integer NOT NULL,
    position bigint NOT NULL,
    fingerprint text NOT NULL,
    failure_reason text,
    decided_at_ms bigint NOT NULL,
    PRIMARY KEY (submitted_by, idempotency_key)
  )`,
  sql`CREATE INDEX trade_request_keys_by_age ON trade_request_keys (decided_at_ms)`,
];
