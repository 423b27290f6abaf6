import type { MarketStore } from '@bourse/application/ports/market-data.ts';
import { candlesOf } from '@bourse/core/market/candle.ts';
import type { Instrument } from '@bourse/core/market/instrument.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { newestPrices } from '@bourse/core/market/price.ts';
import { sql } from 'kysely';
import type { Database, Sql } from '../database.ts';
import { sqlOf } from '../postgres-transactions.ts';
import type { Column } from '../rows.ts';
import { rowsOf } from '../rows.ts';
import { mergeIntoCandles } from './candle-rows.ts';

interface PriceRow {
  readonly symbol: string;
  readonly price_micros: bigint;
  readonly source: string;
  readonly as_of_ms: bigint;
}

/** Instruments, newest prices and candles as tables. */
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
      const connection = sqlOf(transaction);
      await Promise.all([saveNewest(connection, prices), mergeIntoCandles(connection, candlesOf(prices))]);
    },
  };
}

const PRICE_COLUMNS: readonly Column<Price>[] = [
  ['symbol', 'text', ({ symbol }) => symbol],
  ['price_micros', 'bigint', ({ priceMicros }) => priceMicros],
  ['source', 'text', ({ source }) => source],
  ['as_of_ms', 'bigint', ({ asOfMs }) => asOfMs],
];

/** Rows are always taken in the order of their keys, so that two writers cannot wait for each other. */
async function saveNewest(connection: Sql, prices: readonly Price[]): Promise<void> {
  await sql`
    INSERT INTO prices (symbol, price_micros, source, as_of_ms)
    SELECT * FROM ${rowsOf(PRICE_COLUMNS, [...newestPrices(prices).values()])} ORDER BY symbol
    ON CONFLICT (symbol) DO UPDATE SET price_micros = excluded.price_micros, source = excluded.source,
      as_of_ms = excluded.as_of_ms WHERE excluded.as_of_ms >= prices.as_of_ms`.execute(connection);
}
