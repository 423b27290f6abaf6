import { describe, expect, it } from 'vitest';
import { Fault } from '../ports/fault.ts';
import type { VendorPage } from '../ports/market-data.ts';
import { createLifetime } from '../processing/lifetime.ts';
import { createCatalogueRefresher } from './catalogue-refresher.ts';
import { fakeLogger, fakeMeter, fakeVendor, manualClock, settle } from './market-fakes.ts';

const REFRESH_AFTER_MS = 240_000;
const limits = { maxPages: 100, maxFailuresAtPage: 5, retry: { firstMs: 1_000, mostMs: 60_000 } };
const down = new Fault('unavailable', 'down');

/** A refresher over a vendor of one symbol a page; `asOf` tells how old its prices are. */
async function setUp(page: (token: string | null) => readonly [symbols: string, next: string | null]) {
  const clock = manualClock(1_000_000);
  const life = createLifetime(clock);
  const meter = fakeMeter();
  const asked: (string | null)[] = [];
  let asOfMs: (() => number) | undefined;
  const vendor = fakeVendor((token): VendorPage => {
    asked.push(token);
    const [symbols, nextToken] = page(token);
    const shared = { exchange: 'XNAS', sector: 'Energy', priceMicros: 1n, asOfMs: (asOfMs ?? clock.now)() };
    return { quotes: [...symbols].map((symbol) => ({ symbol, name: symbol, ...shared })), nextToken };
  });
  const ports = { clock, meter, logger: fakeLogger(), vendor, takePage: () => Promise.resolve('taken' as const) };
  const options = { limits, refreshAfterMs: REFRESH_AFTER_MS, maxInstruments: 100 };
  const refresher = createCatalogueRefresher(ports, options, life);
  const running = refresher.run();
  await settle();
  return {
    ...{ clock, meter, asked, refresher },
    asOf: (atMs: () => number) => void (asOfMs = atMs),
    stop: async () => {
      life.end();
      await running;
    },
  };
}

const twoPages = (token: string | null): readonly [string, string | null] =>
  token === null ? ['A', 'a'] : ['B', null];

describe('refreshing the catalogue', () => {
  it('fetches out of turn only the page that was invalidated, once however often', async () => {
    const { refresher, clock, asked, stop } = await setUp(twoPages);
    refresher.invalidate('B');
    refresher.invalidate('B');
    expect(refresher.status().pagesInvalidated).toBe(1);
    await clock.pass(1);
    expect(asked).toEqual([null, 'a', 'a']);
    expect(refresher.status().pagesInvalidated).toBe(0);
    await clock.pass(REFRESH_AFTER_MS);
    expect(asked).toEqual([null, 'a', 'a', null, 'a']);
    await stop();
  });

  it('leaves a symbol of no page to the next walk', async () => {
    const { refresher, clock, asked, stop } = await setUp(twoPages);
    refresher.invalidate('Z');
    await clock.pass(1_000);
    expect(asked).toHaveLength(2);
    await stop();
  });

  it('asks again for an invalidated page that fails, after growing waits, and walks on time all the same', async () => {
    let failing = false;
    const { refresher, clock, asked, stop } = await setUp((token) => {
      if (failing && token !== null) throw down;
      return twoPages(token);
    });
    failing = true;
    refresher.invalidate('B');
    await clock.pass(3_000);
    expect(asked.slice(2)).toEqual(['a', 'a', 'a']);
    failing = false;
    await clock.pass(4_000);
    expect(refresher.status().pagesInvalidated).toBe(0);
    await stop();
  });

  it('walks again soon when a page was left out, and not when it stays away', async () => {
    let skipped = false;
    const { clock, asked, meter, stop } = await setUp((token) => (skipped ? ['A', null] : twoPages(token)));
    skipped = true;
    await clock.pass(REFRESH_AFTER_MS);
    expect(asked).toHaveLength(3);
    expect(meter.gauged('feed_instruments_missing')).toBe(1);
    await clock.pass(REFRESH_AFTER_MS / 8);
    expect(asked).toHaveLength(4);
    expect(meter.gauged('feed_instruments_missing')).toBe(0);
    await clock.pass(REFRESH_AFTER_MS - 1);
    expect(asked).toHaveLength(4);
    await stop();
  });

  it('comes back when the prices that it got will be old, less and less often while nothing new comes', async () => {
    const { clock, asked, asOf, stop } = await setUp(() => ['A', null]);
    asOf(() => 1_000_001);
    await clock.pass(REFRESH_AFTER_MS);
    expect(asked).toHaveLength(2);
    await clock.pass(REFRESH_AFTER_MS / 8);
    expect(asked).toHaveLength(3);
    await clock.pass(REFRESH_AFTER_MS / 4);
    expect(asked).toHaveLength(4);
    await clock.pass(REFRESH_AFTER_MS / 2 + REFRESH_AFTER_MS * 3);
    expect(asked).toHaveLength(8);
    await stop();
  });

  it('says when it walked last and when it will', async () => {
    const { refresher, clock, stop } = await setUp(twoPages);
    expect(refresher.status()).toEqual({
      lastRefreshAtMs: 1_000_000,
      nextRefreshAtMs: 1_000_000 + REFRESH_AFTER_MS,
      pagesInvalidated: 0,
    });
    await clock.pass(REFRESH_AFTER_MS);
    expect(refresher.status().lastRefreshAtMs).toBe(1_000_000 + REFRESH_AFTER_MS);
    await stop();
  });
});
