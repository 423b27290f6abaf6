import type { MarketStore } from '@bourse/application/ports/market-data.ts';
import type { Instrument } from '@bourse/core/market/instrument.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { sqlOf } from '../postgres-transactions.ts';

interface PriceRow {
  readonly symbol: string;
  readonly price_micros: bigint;
  readonly source: string;
  readonly as_of_ms: bigint;
}

/** Instruments, newest prices and the price of each minute as tables. */
export function createPostgresMarketStore(database: Database): MarketStore {
  return {
    async instruments() {
      const { rows } = await database.query((connection) =>
        sql<Instrument>`SELECT symbol, name, exchange, sector, status FROM instruments ORDER BY symbol`.execute(
          connection,
        ),
      );
      return rows;
    },
    async prices() {
      const { rows } = await database.query((connection) => sql<PriceRow>`SELECT * FROM prices`.execute(connection));
      return rows.map((row) => ({
        symbol: row.symbol,
        priceMicros: row.price_micros,
        source: row.source,
        asOfMs: Number(row.as_of_ms),
      }));
    },
    async saveInstruments(instruments) {
      const rows = instruments.map(({ symbol, name, exchange, sector, status }) => ({
        symbol,
        name,
        exchange,
        sector,
        status,
      }));
      await database.query((connection) =>
        sql`
          INSERT INTO instruments (symbol, name, exchange, sector, status)
          SELECT DISTINCT ON (symbol) * FROM json_to_recordset(${JSON.stringify(rows)}::json)
            AS row (symbol text, name text, exchange text, sector text, status text) ORDER BY symbol
          ON CONFLICT (symbol) DO UPDATE SET name = excluded.name, exchange = excluded.exchange, sector = excluded.sector
          WHERE (instruments.name, instruments.exchange, instruments.sector)
            IS DISTINCT FROM (excluded.name, excluded.exchange, excluded.sector)`.execute(connection),
      );
    },
    async savePrices(transaction, prices) {
      if (prices.length === 0) return;
      const rows = JSON.stringify(
        prices.map(({ symbol, priceMicros, source, asOfMs }) => ({
          symbol,
          price_micros: priceMicros.toString(),
          source,
          as_of_ms: asOfMs,
        })),
      );
      const connection = sqlOf(transaction);
      // Numbered, as of two prices of one moment the later one counts.
      const quotes = sql`ROWS FROM (json_to_recordset(${rows}::json)
        AS (symbol text, price_micros bigint, source text, as_of_ms bigint)) WITH ORDINALITY
        AS quote (symbol, price_micros, source, as_of_ms, number)`;
      await sql`
        INSERT INTO prices SELECT DISTINCT ON (symbol) symbol, price_micros, source, as_of_ms FROM ${quotes}
          ORDER BY symbol, as_of_ms DESC, number DESC
        ON CONFLICT (symbol) DO UPDATE SET price_micros = excluded.price_micros, source = excluded.source,
          as_of_ms = excluded.as_of_ms WHERE excluded.as_of_ms >= prices.as_of_ms`.execute(connection);
      await sql`
        INSERT INTO minute_prices SELECT DISTINCT ON (symbol, minute_ms) symbol, as_of_ms - as_of_ms % 60000 AS minute_ms,
          price_micros, as_of_ms FROM ${quotes} ORDER BY symbol, minute_ms, as_of_ms DESC, number DESC
        ON CONFLICT (symbol, minute_ms) DO UPDATE SET price_micros = excluded.price_micros, as_of_ms = excluded.as_of_ms
          WHERE excluded.as_of_ms >= minute_prices.as_of_ms`.execute(connection);
    },
  };
}
