import { createMemoryPriceCache } from '@bourse/memory/memory-price-cache.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import { priceCacheContract } from './price-cache.contract.ts';

priceCacheContract('memory', (processes, wholeMs) => {
  const cache = createMemoryPriceCache(systemClock, wholeMs);
  return Promise.resolve(Array.from({ length: processes }, () => cache));
});
