import type { Clock } from '@bourse/application/ports/clock.ts';
import type { PriceCache } from '@bourse/application/ports/price-cache.ts';
import type { Price } from '@bourse/core/market/price.ts';

/** The price cache of one process, or of several simulated ones. It is whole for `wholeMs` after it was filled. */
export function createMemoryPriceCache(clock: Pick<Clock, 'now'>, wholeMs: number): PriceCache {
  const known = new Map<string, Price>();
  let wholeUntilMs = -Infinity;

  function take(prices: readonly Price[]): void {
    for (const price of prices) {
      if (price.asOfMs >= (known.get(price.symbol)?.asOfMs ?? -Infinity)) known.set(price.symbol, price);
    }
  }

  return {
    prices: () => Promise.resolve(clock.now() < wholeUntilMs ? [...known.values()] : null),
    put(prices) {
      take(prices);
      return Promise.resolve(true);
    },
    fill(prices) {
      take(prices);
      wholeUntilMs = clock.now() + wholeMs;
      return Promise.resolve(true);
    },
  };
}
