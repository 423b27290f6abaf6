import type { CandleStore, ListedCandle } from '@bourse/application/ports/candle-store.ts';
import type { MarketStore } from '@bourse/application/ports/market-data.ts';
import type { Candle, CandleInterval } from '@bourse/core/market/candle.ts';
import { CANDLE_INTERVALS, candlesOf, INTERVAL_MS, mergeCandles } from '@bourse/core/market/candle.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { newestPrices } from '@bourse/core/market/price.ts';
import type { MemoryCatalogue } from './memory-catalogue.ts';
import { createMemoryCatalogue } from './memory-catalogue.ts';
import { atCommit } from './memory-transactions.ts';
import { setEntries } from './reversible-map.ts';

/** A market store whose candles can be read. */
export interface MemoryMarketStore extends MarketStore, CandleStore {
  /** The last price of the minute of a moment, or of the last minute before it; where minutes are no longer kept, of hours or days that had ended. */
  lastClose(symbol: string, atMs: number): bigint | undefined;
}

/** Instruments, their prices and their candles for as long as the process lives. */
export function createMemoryMarketStore(catalogue: MemoryCatalogue = createMemoryCatalogue()): MemoryMarketStore {
  const prices = new Map<string, Price>();
  const candles = new Map<string, Candle>();
  /** Oldest first. */
  const candlesOfSymbol = (symbol: string, interval: CandleInterval): readonly Candle[] =>
    [...candles.values()]
      .filter((candle) => candle.symbol === symbol && candle.interval === interval)
      .sort((one, other) => one.startMs - other.startMs);

  return {
    instruments: async () => [...catalogue.instruments.values()],
    prices: async () => [...prices.values()],
    async saveInstruments(given) {
      const known = catalogue.instruments;
      catalogue.put(given.map((each) => ({ ...each, status: known.get(each.symbol)?.status ?? each.status })));
    },
    async savePrices(transaction, given) {
      atCommit(transaction, () => {
        const newer = [...newestPrices(given)].filter(([symbol, { asOfMs }]) => {
          const known = prices.get(symbol);
          return known === undefined || asOfMs >= known.asOfMs;
        });
        const merged = candlesOf(given).map((candle): readonly [string, Candle] => {
          const known = candles.get(placeOf(candle));
          return [placeOf(candle), known === undefined ? candle : mergeCandles(known, candle)];
        });
        const undo = [setEntries(prices, newer), setEntries(candles, merged)];
        return () => {
          for (const takeBack of undo) takeBack();
        };
      });
    },
    async candles({ symbol, interval, fromMs, toMs, limit }) {
      return candlesOfSymbol(symbol, interval)
        .map((candle, index, all): ListedCandle => ({ ...candle, previousStartMs: all[index - 1]?.startMs ?? null }))
        .filter(({ startMs }) => startMs >= fromMs && startMs < toMs)
        .slice(0, limit);
    },
    async removeCandles(interval, beforeMs, limit) {
      const old = [...candles]
        .filter(([, candle]) => candle.interval === interval && candle.startMs < beforeMs)
        .slice(0, limit);
      for (const [place] of old) candles.delete(place);
      return old.length;
    },
    lastClose(symbol, atMs) {
      const closes = CANDLE_INTERVALS.map((interval) => {
        const latestStartMs = interval === '1m' ? atMs : atMs - INTERVAL_MS[interval];
        return candlesOfSymbol(symbol, interval).findLast(({ startMs }) => startMs <= latestStartMs)?.closeMicros;
      });
      return closes.find((close) => close !== undefined);
    },
  };
}

function placeOf({ symbol, interval, startMs }: Candle): string {
  return `${symbol}/${interval}/${startMs}`;
}
