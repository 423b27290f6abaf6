import type { MarketStore } from '@bourse/application/ports/market-data.ts';
import type { Instrument } from '@bourse/core/market/instrument.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { atCommit } from './memory-transactions.ts';
import { setEntries } from './reversible-map.ts';

/** A market store that also remembers the last price of each minute. */
export interface MemoryMarketStore extends MarketStore {
  /** The last price of the minute of a moment, or of the last minute before it that had one. */
  minutePrice(symbol: string, atMs: number): Price | undefined;
}

const MS_PER_MINUTE = 60_000;

/** Instruments and their prices for as long as the process lives. */
export function createMemoryMarketStore(): MemoryMarketStore {
  const instruments = new Map<string, Instrument>();
  const prices = new Map<string, Price>();
  const minutePrices = new Map<string, Price>();
  return {
    instruments: async () => [...instruments.values()],
    prices: async () => [...prices.values()],
    async saveInstruments(given) {
      for (const instrument of given) {
        const status = instruments.get(instrument.symbol)?.status ?? instrument.status;
        instruments.set(instrument.symbol, { ...instrument, status });
      }
    },
    async savePrices(transaction, given) {
      atCommit(transaction, () => {
        const undo = [
          setEntries(
            prices,
            newestOf(given, prices, ({ symbol }) => symbol),
          ),
          setEntries(
            minutePrices,
            newestOf(given, minutePrices, ({ symbol, asOfMs }) => `${symbol}/${minuteOf(asOfMs)}`),
          ),
        ];
        return () => {
          for (const takeBack of undo) takeBack();
        };
      });
    },
    minutePrice(symbol, atMs) {
      return [...minutePrices.values()]
        .filter((price) => price.symbol === symbol && minuteOf(price.asOfMs) <= atMs)
        .reduce<Price | undefined>((last, price) => (last && last.asOfMs >= price.asOfMs ? last : price), undefined);
    },
  };
}

function minuteOf(atMs: number): number {
  return atMs - (atMs % MS_PER_MINUTE);
}

/** The newest of the given prices of each key, where it is not older than the known one. */
function newestOf(
  given: readonly Price[],
  known: ReadonlyMap<string, Price>,
  keyOf: (price: Price) => string,
): Map<string, Price> {
  const newest = new Map<string, Price>();
  for (const price of given) {
    const key = keyOf(price);
    const other = newest.get(key) ?? known.get(key);
    if (other === undefined || price.asOfMs >= other.asOfMs) newest.set(key, price);
  }
  return newest;
}
