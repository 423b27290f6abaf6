import type { Price } from '@bourse/core/market/price.ts';
import { describe, expect, it } from 'vitest';
import { Fault } from '../ports/fault.ts';
import { createCachedMarketStore } from './cached-market-store.ts';
import { fakeMarketStore, fakeMeter, fakePriceCache, settle } from './market-fakes.ts';

const STORED: Price = { symbol: 'ACME', priceMicros: 100_000_000n, source: 'feed', asOfMs: 1_000 };
const NEWER: Price = { symbol: 'ACME', priceMicros: 101_000_000n, source: 'catalogue', asOfMs: 2_000 };

function setUp() {
  const market = fakeMarketStore();
  const cache = fakePriceCache();
  const meter = fakeMeter();
  market.put([STORED]);
  return { market, cache, meter, cached: createCachedMarketStore(market, cache, meter) };
}

describe('newest prices behind a cache', () => {
  it('are read from the store once and put into the cache, and from then on come from there with their source and time', async () => {
    const { market, cache, meter, cached } = setUp();
    expect(await cached.prices()).toEqual([STORED]);
    await settle();
    await cache.put([NEWER]);
    market.fail(new Fault('unavailable', 'not asked any more'));
    expect(await cached.prices()).toEqual([NEWER]);
    expect(['database', 'cache'].map((from) => meter.counted('prices_read_total', { from }))).toEqual([1, 1]);
  });

  it('come from the store while the cache is away, and fill it when it is back', async () => {
    const { market, cache, cached } = setUp();
    await cached.prices();
    cache.leave();
    market.put([NEWER]);
    expect(await cached.prices()).toEqual([NEWER]);
    expect(await cache.prices()).toBeNull();
    cache.comeBack();
    await cached.prices();
    expect(await cache.prices()).toEqual([NEWER]);
  });

  it('are a fault where neither has them', async () => {
    const { market, cached } = setUp();
    market.fail(new Fault('unavailable', 'down'));
    await expect(cached.prices()).rejects.toThrow('down');
  });

  it('go to the store alone when they are saved, and so do instruments', async () => {
    const { market, cache, cached } = setUp();
    const instrument = { symbol: 'ACME', name: 'Acme', exchange: 'XNAS', sector: 'Energy', status: 'active' } as const;
    await cached.saveInstruments([instrument]);
    expect([await cached.instruments(), market.saved(), cache.taken]).toEqual([[instrument], 1, []]);
  });
});
