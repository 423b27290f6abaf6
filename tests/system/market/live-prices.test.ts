import { createFeed } from '@bourse/application/market/feed.ts';
import type { Feed } from '@bourse/application/market/feed.ts';
import { createPriceBook } from '@bourse/application/market/price-book.ts';
import type { PriceBook } from '@bourse/application/market/price-book.ts';
import { MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import type { VendorFaults } from '@bourse/entrypoints/vendor-sim/vendor-faults.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { VendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { createMemoryMarketStore } from '@bourse/memory/memory-market-store.ts';
import { createMemoryQuarantineStore } from '@bourse/memory/memory-quarantine-store.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import { createTickStream } from '@bourse/vendor/tick-stream.ts';
import { createVendorClient } from '@bourse/vendor/vendor-client.ts';
import type { VendorClient } from '@bourse/vendor/vendor-client.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { quietLogger, readableMeter } from './quiet-telemetry.ts';
import type { ReadableMeter } from './quiet-telemetry.ts';

const WAIT = { timeout: 10_000 };
const apiKey = 'key';

let simulator: VendorSimulator;
let client: VendorClient;
let role: Feed;
let book: PriceBook;
let meter: ReadableMeter;

/** From the simulator over HTTP through client, feed and log to the price book. */
async function start(tickIntervalMs: number, faults: VendorFaults = {}): Promise<void> {
  simulator = await startVendorSimulator({ apiKey, tickIntervalMs, seed: 11 });
  simulator.setFaults(faults);
  meter = readableMeter();
  const topics = { [MARKET_DATA_TOPIC]: 4 };
  const log = createMemoryLog({ topics, maxWaitingAppends: 1_000, maxValueBytes: 10_000 });
  const market = createMemoryMarketStore();
  const ports = { clock: systemClock, meter, logger: quietLogger };
  const waits = { backoff: { firstMs: 1, mostMs: 5 } };
  client = createVendorClient(
    { url: simulator.url, apiKey, ...waits, maxPerSecond: 1_000, breakerFailures: 1_000 },
    ports,
  );
  const ticks = createTickStream({ url: simulator.url, apiKey, ...waits }, ports);
  const catalogue = { maxPages: 100, maxFailuresAtPage: 5, retry: { firstMs: 1, mostMs: 5 } };
  const quarantine = createMemoryQuarantineStore();
  role = createFeed({ ...ports, vendor: client, ticks, log, market, quarantine }, { catalogue });
  book = createPriceBook({ ...ports, log, market });
  await book.start();
  await role.start();
}

const priceOf = (symbol: string): bigint | undefined => book.price(symbol)?.priceMicros;
const priced = (): number => book.instruments().filter(({ symbol }) => book.price(symbol) !== undefined).length;

afterEach(async () => {
  await role.stop();
  await book.stop();
  await client.close();
  await simulator.close();
});

describe('live prices', () => {
  it('reach the price book of a process that knew nothing, all hundred', async () => {
    await start(0);
    await vi.waitUntil(() => priced() === 100, WAIT);
    expect(book.instrument('AAPL')).toEqual({
      symbol: 'AAPL',
      name: 'Apple',
      exchange: 'XNAS',
      sector: 'Information Technology',
      status: 'active',
    });
  });

  it('follow a price that is set at the vendor, as a price of the feed', async () => {
    await start(0);
    await vi.waitUntil(() => priced() === 100, WAIT);
    simulator.setPrice('AAPL', '195.255');
    await vi.waitUntil(() => priceOf('AAPL') === 195_255_000n, WAIT);
    expect(book.price('AAPL')?.source).toBe('feed');
  });

  it('move several times a second', async () => {
    await start(20);
    await vi.waitUntil(() => priced() === 100, WAIT);
    for (let move = 0; move < 5; move += 1) {
      const before = priceOf('AAPL');
      await vi.waitUntil(() => priceOf('AAPL') !== before, WAIT);
    }
  });

  it('all come through though half of the calls fail, and none that is bad', async () => {
    const failing = { errorRate: 0.2, truncatedRate: 0.2, cutRate: 0.1 };
    await start(20, { ...failing, badPriceRate: 0.3, badPrices: ['zero', 'negative', 'absent', 'not-a-number'] });
    await vi.waitUntil(() => priced() === 100, WAIT);
    for (const { symbol, startCents } of demoInstruments) {
      const price = Number(priceOf(symbol)) / 10_000;
      expect(price, symbol).toBeGreaterThan(startCents * 0.8);
      expect(price, symbol).toBeLessThan(startCents * 1.2);
    }
    expect(role.quarantined().length).toBeGreaterThan(0);
    expect(meter.read('prices_quarantined_total unreadable')).toBeGreaterThan(0);
    expect(meter.read('prices_quarantined_total not-positive')).toBeGreaterThan(0);
  });

  it('stay what they were while the vendor is away', async () => {
    await start(0);
    await vi.waitUntil(() => priced() === 100, WAIT);
    await simulator.close();
    await vi.waitUntil(() => meter.read('vendor_stream_reconnects_total') > 3, WAIT);
    expect(priced()).toBe(100);
    expect(priceOf('AAPL')).toBe(190_000_000n);
  });

  it('do not follow a jump beyond belief, but keep it for an operator', async () => {
    await start(0);
    await vi.waitUntil(() => priced() === 100, WAIT);
    simulator.setPrice('AAPL', '19001');
    simulator.setPrice('MSFT', '400');
    await vi.waitUntil(() => priceOf('MSFT') === 400_000_000n, WAIT);
    expect(priceOf('AAPL')).toBe(190_000_000n);
    expect(role.quarantined()[0]).toMatchObject({ symbol: 'AAPL', reason: 'jump', priceMicros: 19_001_000_000n });
  });
});
