import type { MarketStore } from '@bourse/application/ports/market-data.ts';
import type { Instrument } from '@bourse/core/market/instrument.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { atCommit } from './memory-transactions.ts';
import { setEntries } from './reversible-map.ts';

/** Instruments and their newest prices for as long as the process lives. */
export function createMemoryMarketStore(): MarketStore {
  const instruments = new Map<string, Instrument>();
  const prices = new Map<string, Price>();
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
      atCommit(transaction, () => setEntries(prices, newestOf(given, prices)));
    },
  };
}

/** The newest of the given prices of each symbol, where it is not older than the known one. */
function newestOf(given: readonly Price[], known: ReadonlyMap<string, Price>): Map<string, Price> {
  const newest = new Map<string, Price>();
  for (const price of given) {
    const other = newest.get(price.symbol) ?? known.get(price.symbol);
    if (other === undefined || price.asOfMs >= other.asOfMs) newest.set(price.symbol, price);
  }
  return newest;
}
