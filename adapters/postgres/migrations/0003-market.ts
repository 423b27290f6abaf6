import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Instruments, their newest prices, and one candle a minute. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  sql`CREATE TABLE instruments (
    symbol text PRIMARY KEY,
    name text NOT NULL,
    exchange text NOT NULL,
    sector text NOT NULL,
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'halted'))
  )`,
  sql`CREATE TABLE prices (
    symbol text PRIMARY KEY,
    price_micros bigint NOT NULL CHECK (price_micros > 0),
    source text NOT NULL,
    as_of_ms bigint NOT NULL
  ) WITH (fillfactor = 50)`,
  // Closing price of each minute in which an instrument was quoted: what an account was worth at a past moment is derived from it.
  sql`CREATE TABLE minute_prices (
    symbol text NOT NULL,
    minute_ms bigint NOT NULL,
    price_micros bigint NOT NULL,
    as_of_ms bigint NOT NULL,
    PRIMARY KEY (symbol, minute_ms)
  )`,
];
