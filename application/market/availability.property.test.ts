import { isStale } from '@bourse/core/market/price.ts';
import type { Price } from '@bourse/core/market/price.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '../ports/fault.ts';
import type { VendorPage } from '../ports/market-data.ts';
import { createFeed } from './feed.ts';
import {
  fakeLog,
  fakeLogger,
  fakeMarketStore,
  fakeMeter,
  fakeQuarantineStore,
  fakeVendor,
  manualClock,
  settle,
} from './market-fakes.ts';
import { createPriceBook } from './price-book.ts';

const TTL_MS = 300_000;
const SYMBOLS = Array.from({ length: 30 }, (_, index) => `S${String(index).padStart(2, '0')}`);
const PAGE_SIZE = 3;
const READS = 10_000;
const HOUR_MS = 3_600_000;

/** A vendor of ten pages whose share of failing calls and bad prices can be set, over a feed and a book in simulated time. */
async function platform(seed: number) {
  const random = generator(seed);
  const clock = manualClock(0);
  let failing = 0;
  const vendor = fakeVendor((token): VendorPage => {
    if (random() < failing) throw new Fault('unavailable', 'the vendor fails');
    const from = token === null ? 0 : Number(token);
    const quotes = SYMBOLS.slice(from, from + PAGE_SIZE).map((symbol) => {
      const priceMicros = random() < failing / 10 ? -1n : 100_000_000n + BigInt(clock.now());
      return { symbol, name: symbol, exchange: 'XNAS', sector: 'Energy', priceMicros, asOfMs: clock.now() };
    });
    const next = from + PAGE_SIZE;
    return { quotes, nextToken: next < SYMBOLS.length ? String(next) : null };
  });
  const ports = {
    log: fakeLog(),
    market: fakeMarketStore(),
    quarantine: fakeQuarantineStore(),
    clock,
    meter: fakeMeter(),
    logger: fakeLogger(),
  };
  const role = createFeed({ vendor, ...ports }, { priceTtlMs: TTL_MS, confirmFirstPrices: false });
  const book = createPriceBook(ports, { pollEveryMs: 60_000, instrumentsEveryMs: 600_000 });
  await role.start();
  await book.start();
  await settle();

  /** Reads at even distances and answers what was read, each with the moment of reading. */
  async function read(overMs: number, times: number): Promise<readonly (readonly [Price | undefined, number])[]> {
    const answers: (readonly [Price | undefined, number])[] = [];
    for (let i = 0; i < times; i += 1) {
      if (i % 50 === 0) await clock.pass((overMs / times) * 50);
      const symbol = SYMBOLS[Math.floor(random() * SYMBOLS.length)] ?? '';
      answers.push([book.price(symbol), clock.now()]);
    }
    return answers;
  }

  return { read, fail: (share: number) => void (failing = share), stop: () => Promise.all([role.stop(), book.stop()]) };
}

/** Numbers of [0, 1) from a seed: a linear congruential generator with the constants of Numerical Recipes. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

describe('prices over hours of a bad vendor', () => {
  it('are there for every read while half of its calls fail, nearly always fresh, and never bad', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const { read, fail, stop } = await platform(seed);
        fail(0.5);
        const answers = await read(5 * HOUR_MS, READS);
        const served = answers.filter(([price]) => price !== undefined && price.priceMicros > 0n);
        expect(served.length).toBe(READS);
        const fresh = answers.filter(([price, atMs]) => price !== undefined && !isStale(price, atMs, TTL_MS));
        expect(fresh.length / READS).toBeGreaterThan(0.8);
        await stop();
      }),
      { numRuns: 10 },
    );
  });

  it('are there for every read while it is down for an hour, each marked stale once it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const { read, fail, stop } = await platform(seed);
        fail(1);
        const answers = await read(HOUR_MS, READS);
        for (const [price, atMs] of answers) {
          expect(price).toBeDefined();
          if (price !== undefined) expect(isStale(price, atMs, TTL_MS)).toBe(atMs > TTL_MS);
        }
        fail(0);
        await read(120_000, 50);
        const after = await read(HOUR_MS, 1_000);
        expect(after.filter(([price, atMs]) => price === undefined || isStale(price, atMs, TTL_MS))).toEqual([]);
        await stop();
      }),
      { numRuns: 5 },
    );
  });
});
