import type { Candle } from '@bourse/core/market/candle.ts';
import { INTERVAL_MS } from '@bourse/core/market/candle.ts';
import { sql } from 'kysely';
import type { Sql } from '../database.ts';
import type { Column } from '../rows.ts';
import { rowsOf } from '../rows.ts';

const CANDLE_COLUMNS: readonly Column<Candle>[] = [
  ['symbol', 'text', ({ symbol }) => symbol],
  ['interval_ms', 'integer', ({ interval }) => INTERVAL_MS[interval]],
  ['start_ms', 'bigint', ({ startMs }) => startMs],
  ['open_micros', 'bigint', ({ openMicros }) => openMicros],
  ['high_micros', 'bigint', ({ highMicros }) => highMicros],
  ['low_micros', 'bigint', ({ lowMicros }) => lowMicros],
  ['close_micros', 'bigint', ({ closeMicros }) => closeMicros],
  ['first_tick_ms', 'bigint', ({ firstTickMs }) => firstTickMs],
  ['last_tick_ms', 'bigint', ({ lastTickMs }) => lastTickMs],
  ['ticks', 'bigint', ({ ticks }) => ticks],
];

/** Merges candles into those that are stored, as mergeCandles of core does; all of them in one statement. */
export async function mergeIntoCandles(connection: Sql, candles: readonly Candle[]): Promise<void> {
  const names = sql.join(CANDLE_COLUMNS.map(([name]) => sql.ref(name)));
  await sql`
    INSERT INTO candles AS known (${names})
    SELECT * FROM ${rowsOf(CANDLE_COLUMNS, candles)} ORDER BY symbol, interval_ms, start_ms
    ON CONFLICT (symbol, interval_ms, start_ms) DO UPDATE SET
      open_micros = CASE WHEN excluded.first_tick_ms < known.first_tick_ms
        THEN excluded.open_micros ELSE known.open_micros END,
      high_micros = greatest(known.high_micros, excluded.high_micros),
      low_micros = least(known.low_micros, excluded.low_micros),
      close_micros = CASE WHEN excluded.last_tick_ms >= known.last_tick_ms
        THEN excluded.close_micros ELSE known.close_micros END,
      first_tick_ms = least(known.first_tick_ms, excluded.first_tick_ms),
      last_tick_ms = greatest(known.last_tick_ms, excluded.last_tick_ms),
      ticks = known.ticks + excluded.ticks`.execute(connection);
}
