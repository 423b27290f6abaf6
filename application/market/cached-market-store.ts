import type { MarketStore } from '../ports/market-data.ts';
import type { PriceCache } from '../ports/price-cache.ts';
import type { Meter } from '../ports/telemetry.ts';

/**
 * A market store whose newest prices are read from the cache of all processes, and where that does not have them from the store itself, into the
 * cache. What is saved goes to the store alone: a price may be told to others only when it is committed.
 */
export function createCachedMarketStore(market: MarketStore, cache: PriceCache, meter: Meter): MarketStore {
  return {
    ...market,
    async prices() {
      const cached = await cache.prices();
      meter.count('prices_read_total', { from: cached === null ? 'database' : 'cache' }, 1);
      if (cached !== null) return cached;
      const stored = await market.prices();
      // Whoever reads need not wait until others have it easier.
      void cache.fill(stored);
      return stored;
    },
  };
}
