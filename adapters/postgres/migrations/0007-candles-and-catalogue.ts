import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Candles in place of the closing prices of minutes, and the recent past of the catalogue. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  // The newest rows are written again and again for as long as their interval lasts: the free space keeps that within their pages.
  sql`CREATE TABLE candles (
    symbol text NOT NULL,
    interval_ms integer NOT NULL CHECK (interval_ms IN (60000, 3600000, 86400000)),
    start_ms bigint NOT NULL,
    open_micros bigint NOT NULL,
    high_micros bigint NOT NULL,
    low_micros bigint NOT NULL,
    close_micros bigint NOT NULL,
    first_tick_ms bigint NOT NULL,
    last_tick_ms bigint NOT NULL,
    ticks bigint NOT NULL,
    PRIMARY KEY (symbol, interval_ms, start_ms),
    CHECK (low_micros > 0 AND low_micros <= least(open_micros, close_micros) AND high_micros >= greatest(open_micros, close_micros)),
    CHECK (start_ms % interval_ms = 0 AND first_tick_ms >= start_ms AND last_tick_ms < start_ms + interval_ms)
  ) WITH (fillfactor = 70)`,
  // For the removal of old ones.
  sql`CREATE INDEX candles_by_age ON candles (interval_ms, start_ms)`,
  sql`INSERT INTO candles
    SELECT symbol, 60000, minute_ms, price_micros, price_micros, price_micros, price_micros, as_of_ms, as_of_ms, 1
    FROM minute_prices`,
  sql`INSERT INTO candles
    SELECT symbol, longer.interval_ms, start_ms - start_ms % longer.interval_ms AS longer_start_ms,
      (array_agg(open_micros ORDER BY start_ms))[1], max(high_micros), min(low_micros),
      (array_agg(close_micros ORDER BY start_ms DESC))[1], min(first_tick_ms), max(last_tick_ms), sum(ticks)
    FROM candles, (VALUES (3600000), (86400000)) AS longer (interval_ms)
    GROUP BY symbol, longer.interval_ms, longer_start_ms`,
  sql`DROP TABLE minute_prices`,

  // One row: which version of the catalogue is the newest, and from which one on earlier ones can be told.
  sql`CREATE TABLE catalogue_version (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    version bigint NOT NULL,
    oldest bigint NOT NULL
  )`,
  sql`INSERT INTO catalogue_version (version, oldest) VALUES (1, 1)`,
  // What an instrument was before the change that led to a version; without a name it was not there.
  sql`CREATE TABLE catalogue_changes (
    version bigint NOT NULL,
    symbol text NOT NULL,
    name text,
    exchange text,
    sector text,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (version, symbol)
  )`,
  // Whoever changes instruments waits here for whoever does so already: versions are numbered in the order of their commits.
  sql`CREATE FUNCTION next_catalogue_version() RETURNS bigint LANGUAGE sql AS $$
    UPDATE catalogue_version SET version = version + 1 RETURNING version $$`,
  sql`CREATE FUNCTION note_instruments_added() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE next bigint;
    BEGIN
      IF EXISTS (SELECT FROM new_rows) THEN
        next := next_catalogue_version();
        INSERT INTO catalogue_changes (version, symbol) SELECT next, symbol FROM new_rows;
      END IF;
      RETURN NULL;
    END $$`,
  sql`CREATE FUNCTION note_instruments_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE next bigint;
    BEGIN
      IF EXISTS (SELECT symbol, name, exchange, sector FROM old_rows EXCEPT SELECT symbol, name, exchange, sector FROM new_rows) THEN
        next := next_catalogue_version();
        INSERT INTO catalogue_changes (version, symbol, name, exchange, sector)
          SELECT next, symbol, name, exchange, sector FROM old_rows
          EXCEPT SELECT next, symbol, name, exchange, sector FROM new_rows;
        INSERT INTO catalogue_changes (version, symbol)
          SELECT next, symbol FROM new_rows EXCEPT SELECT next, symbol FROM old_rows;
      END IF;
      RETURN NULL;
    END $$`,
  sql`CREATE FUNCTION note_instruments_removed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE next bigint;
    BEGIN
      IF EXISTS (SELECT FROM old_rows) THEN
        next := next_catalogue_version();
        INSERT INTO catalogue_changes (version, symbol, name, exchange, sector)
          SELECT next, symbol, name, exchange, sector FROM old_rows;
      END IF;
      RETURN NULL;
    END $$`,
  sql`CREATE TRIGGER instruments_added AFTER INSERT ON instruments REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_instruments_added()`,
  sql`CREATE TRIGGER instruments_changed AFTER UPDATE ON instruments REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_instruments_changed()`,
  sql`CREATE TRIGGER instruments_removed AFTER DELETE ON instruments REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_instruments_removed()`,
];
