import { describe, expect, it } from 'vitest';
import { Fault } from '../ports/fault.ts';
import type { VendorPage, VendorQuote } from '../ports/market-data.ts';
import { walkCatalogue } from './catalogue-walk.ts';
import type { CatalogueLimits } from './catalogue-walk.ts';
import { createLifetime } from '../processing/lifetime.ts';
import { fakeLogger, fakeMeter, fakeVendor, manualClock } from './market-fakes.ts';

const limits: CatalogueLimits = { maxPages: 100, maxFailuresAtPage: 3, retry: { firstMs: 1_000, mostMs: 4_000 } };
const down = new Fault('unavailable', 'the vendor is down');

function quote(symbol: string): VendorQuote {
  return { symbol, name: symbol, exchange: 'XNAS', sector: 'Energy', priceMicros: 1n, asOfMs: 0 };
}

/** A walk over a vendor whose pages come from a function; tells which cursors were asked for and which symbols came. */
function walk(page: (token: string | null, call: number) => VendorPage, onPage?: (page: VendorPage) => void) {
  const clock = manualClock();
  const life = createLifetime(clock);
  const meter = fakeMeter();
  const asked: (string | null)[] = [];
  const symbols: string[] = [];
  const vendor = fakeVendor((token) => {
    asked.push(token);
    return page(token, asked.length);
  });
  let over = false;
  const walking = walkCatalogue({ vendor, meter, logger: fakeLogger() }, limits, life, async (taken) => {
    onPage?.(taken);
    symbols.push(...taken.quotes.map(({ symbol }) => symbol));
  }).then(() => (over = true));
  return { clock, life, meter, asked, symbols, walking, over: () => over };
}

const threePages: Readonly<Record<string, VendorPage>> = {
  start: { quotes: [quote('A')], nextToken: 'A' },
  A: { quotes: [quote('B')], nextToken: 'B' },
  B: { quotes: [quote('C')], nextToken: null },
};
const pageAt = (token: string | null): VendorPage => threePages[token ?? 'start']!;

describe('a walk over the vendor catalogue', () => {
  it('takes every page once, in order', async () => {
    const { walking, asked, symbols, meter } = walk(pageAt);
    await walking;
    expect(asked).toEqual([null, 'A', 'B']);
    expect(symbols).toEqual(['A', 'B', 'C']);
    expect(meter.counted('feed_pages_total', { outcome: 'ok' })).toBe(3);
  });

  it('goes on at the page that failed, after growing waits', async () => {
    const { clock, asked, symbols, over, meter } = walk((token, call) => {
      if (call === 2 || call === 3) throw down;
      return pageAt(token);
    });
    await clock.pass(999);
    expect(asked).toEqual([null, 'A']);
    await clock.pass(1);
    expect(asked).toEqual([null, 'A', 'A']);
    await clock.pass(2_000);
    expect(symbols).toEqual(['A', 'B', 'C']);
    expect(over()).toBe(true);
    expect(meter.counted('feed_pages_total', { outcome: 'failed' })).toBe(2);
  });

  it('begins again when one page fails over and over, since its cursor may be at fault', async () => {
    const { clock, asked } = walk((token) => {
      if (token === 'A') throw down;
      return pageAt(token);
    });
    await clock.pass(1_000 + 2_000 + 4_000);
    expect(asked).toEqual([null, 'A', 'A', 'A', null, 'A']);
  });

  it('never waits longer than the longest wait', async () => {
    const { clock, asked } = walk(() => {
      throw down;
    });
    await clock.pass(3_600_000);
    expect(asked.length).toBeGreaterThan(3_600_000 / 4_000 - 5);
  });

  it('tries again when a page could not be stored', async () => {
    let failures = 0;
    const { clock, symbols } = walk(pageAt, () => {
      failures += 1;
      if (failures === 1) throw new Fault('unavailable', 'the store is down');
    });
    await clock.pass(1_000);
    expect(symbols).toEqual(['A', 'B', 'C']);
  });

  it('survives an error that nobody foresaw', async () => {
    const { clock, symbols } = walk((token, call) => {
      if (call === 1) throw new TypeError('a bug');
      return pageAt(token);
    });
    await clock.pass(1_000);
    expect(symbols).toEqual(['A', 'B', 'C']);
  });

  it('asks again when it is led back to a page that it has seen, as by a page that is sent twice', async () => {
    const { clock, asked, symbols, over, meter } = walk((token, call) => pageAt(call === 3 ? 'A' : token));
    await clock.pass(1_000);
    expect(asked).toEqual([null, 'A', 'B', 'B']);
    expect(new Set(symbols)).toEqual(new Set(['A', 'B', 'C']));
    expect(over()).toBe(true);
    expect(meter.counted('feed_walks_cut_total')).toBe(0);
  });

  it('ends when the catalogue leads back over and over', async () => {
    const { clock, asked, over, meter } = walk((token) => ({ quotes: [], nextToken: token === 'A' ? 'B' : 'A' }));
    await clock.pass(1_000 + 2_000);
    expect(asked).toEqual([null, 'A', 'B', 'B', 'B']);
    expect(over()).toBe(true);
    expect(meter.counted('feed_walks_cut_total')).toBe(1);
  });

  it('ends at its greatest number of pages', async () => {
    const { walking, asked, meter } = walk((token) => ({ quotes: [], nextToken: String(Number(token ?? '0') + 1) }));
    await walking;
    expect(asked).toHaveLength(100);
    expect(meter.counted('feed_walks_cut_total')).toBe(1);
  });

  it('ends at once when it is stopped, though the vendor never answers', async () => {
    const clock = manualClock();
    const life = createLifetime(clock);
    const vendor = { page: () => new Promise<VendorPage>(() => undefined) };
    const ports = { vendor, meter: fakeMeter(), logger: fakeLogger() };
    const walking = walkCatalogue(ports, limits, life, () => Promise.resolve());
    life.end();
    await walking;
  });
});
