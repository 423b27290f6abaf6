import type { Candle, CandleInterval } from '@bourse/core/market/candle.ts';

/** Which candles are wanted: those that start at or after `fromMs` and before `toMs`, epoch milliseconds. */
export interface CandleQuery {
  readonly symbol: string;
  readonly interval: CandleInterval;
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
}

/** A candle of a list, and where the one before it starts, whether that is in the list or not; null when none is kept. */
export interface ListedCandle extends Candle {
  readonly previousStartMs: number | null;
}

/** The candles that MarketStore.savePrices keeps. */
export interface CandleStore {
  /** The first `limit` of the candles wanted, oldest first. Throws Fault('unavailable'). */
  candles(query: CandleQuery): Promise<readonly ListedCandle[]>;
  /** Removes at most `limit` candles of an interval that start before a moment; answers how many. Throws Fault('unavailable'). */
  removeCandles(interval: CandleInterval, beforeMs: number, limit: number): Promise<number>;
}
