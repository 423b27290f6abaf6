import type { CandleStore, ListedCandle } from '@bourse/application/ports/candle-store.ts';
import type { CandleInterval } from '@bourse/core/market/candle.ts';
import { INTERVAL_MS } from '@bourse/core/market/candle.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

interface CandleRow {
  readonly symbol: string;
  readonly start_ms: bigint;
  readonly open_micros: bigint;
  readonly high_micros: bigint;
  readonly low_micros: bigint;
  readonly close_micros: bigint;
  readonly first_tick_ms: bigint;
  readonly last_tick_ms: bigint;
  readonly ticks: bigint;
  readonly previous_start_ms: bigint | null;
}

/** Reads candles, and removes old ones. */
export function createPostgresCandleStore(database: Database): CandleStore {
  return {
    async candles({ symbol, interval, fromMs, toMs, limit }) {
      const { rows } = await database.query((connection) =>
        sql<CandleRow>`
          SELECT *, (SELECT max(start_ms) FROM candles AS earlier WHERE earlier.symbol = candle.symbol
            AND earlier.interval_ms = candle.interval_ms AND earlier.start_ms < candle.start_ms) AS previous_start_ms
          FROM candles AS candle WHERE symbol = ${symbol} AND interval_ms = ${INTERVAL_MS[interval]}
            AND start_ms >= ${fromMs} AND start_ms < ${toMs}
          ORDER BY start_ms LIMIT ${limit}`.execute(connection),
      );
      return rows.map((row) => candleOf(row, interval));
    },
    async removeCandles(interval, beforeMs, limit) {
      const { rows } = await database.query((connection) =>
        sql<{ removed: bigint }>`
          WITH old AS (
            SELECT symbol, interval_ms, start_ms FROM candles
            WHERE interval_ms = ${INTERVAL_MS[interval]} AND start_ms < ${beforeMs} LIMIT ${limit}),
          removed AS (DELETE FROM candles AS candle USING old
            WHERE (candle.symbol, candle.interval_ms, candle.start_ms) = (old.symbol, old.interval_ms, old.start_ms)
            RETURNING 1)
          SELECT count(*) AS removed FROM removed`.execute(connection),
      );
      return Number(rows[0]?.removed ?? 0n);
    },
  };
}

function candleOf(row: CandleRow, interval: CandleInterval): ListedCandle {
  return {
    symbol: row.symbol,
    interval,
    startMs: Number(row.start_ms),
    openMicros: row.open_micros,
    highMicros: row.high_micros,
    lowMicros: row.low_micros,
    closeMicros: row.close_micros,
    firstTickMs: Number(row.first_tick_ms),
    lastTickMs: Number(row.last_tick_ms),
    ticks: Number(row.ticks),
    previousStartMs: row.previous_start_ms === null ? null : Number(row.previous_start_ms),
  };
}
