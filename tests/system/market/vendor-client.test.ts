import type { VendorQuote } from '@bourse/application/ports/market-data.ts';
import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { VendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import { createVendorClient } from '@bourse/vendor/vendor-client.ts';
import type { VendorClient, VendorClientOptions } from '@bourse/vendor/vendor-client.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { quietLogger, readableMeter } from './quiet-telemetry.ts';
import type { ReadableMeter } from './quiet-telemetry.ts';

let simulator: VendorSimulator;
let client: VendorClient;
let meter: ReadableMeter;

function connect(options: Partial<VendorClientOptions> = {}): VendorClient {
  meter = readableMeter();
  const waits = { backoff: { firstMs: 1, mostMs: 2 }, maxPerSecond: 1_000 };
  return createVendorClient(
    { url: simulator.url, apiKey: 'key', ...waits, ...options },
    { clock: systemClock, meter, logger: quietLogger },
  );
}

async function walk(): Promise<readonly VendorQuote[]> {
  const quotes: VendorQuote[] = [];
  let token: string | null = null;
  do {
    const page = await client.page(token);
    quotes.push(...page.quotes);
    token = page.nextToken;
  } while (token !== null);
  return quotes;
}

beforeEach(async () => {
  simulator = await startVendorSimulator({ apiKey: 'key', tickIntervalMs: 0, seed: 7 });
  client = connect();
});

afterEach(async () => {
  vi.useRealTimers();
  await client.close();
  await simulator.close();
});

describe('the vendor client', () => {
  it('walks the whole catalogue and sees each instrument once, with its price', async () => {
    const quotes = await walk();
    const expected = demoInstruments.map(({ symbol, name, exchange, sector, startCents }) => {
      return { symbol, name, exchange, sector, priceMicros: BigInt(startCents) * 10_000n };
    });
    expect(quotes.map(({ asOfMs: _, ...quote }) => quote)).toEqual(
      expected.toSorted((one, other) => (one.symbol < other.symbol ? -1 : 1)),
    );
    expect(simulator.traffic().calls).toBe(4);
    expect(meter.read('vendor_calls_total ok')).toBe(4);
    expect(meter.read('vendor_call_duration_seconds ok')).toBeGreaterThan(0);
  });

  it('uses the path of its address as a prefix', async () => {
    await client.close();
    client = connect({ url: `${simulator.url}/v1/` });
    await expect(client.page(null)).rejects.toMatchObject({ code: 'unavailable', message: 'the vendor answered 404' });
  });

  it.each([
    ['errors', { errorRate: 1 }, 'server-error', 'unavailable'],
    ['refusals of too many calls', { rateLimitRate: 1 }, 'rate-limited', 'unavailable'],
    ['silence', { hangRate: 1 }, 'timeout', 'unavailable'],
    ['slowness', { latencyMs: 60_000 }, 'timeout', 'unavailable'],
    ['connections cut in the middle', { cutRate: 1 }, 'unreachable', 'unavailable'],
    ['truncated JSON', { truncatedRate: 1 }, 'malformed', 'invalid-data'],
    ['JSON of another shape', { wrongShapeRate: 1 }, 'malformed', 'invalid-data'],
  ] as const)(
    'gives up after three tries on %s, and works again when that is over',
    async (_name, faults, outcome, code) => {
      await client.close();
      client = connect({ timeoutMs: 250 });
      simulator.setFaults(faults);
      await expect(client.page(null)).rejects.toMatchObject({ name: 'Fault', code });
      expect(simulator.traffic().calls).toBe(3);
      expect(meter.read(`vendor_calls_total ${outcome}`)).toBe(3);
      simulator.setFaults({});
      expect((await client.page(null)).quotes).toHaveLength(25);
    },
  );

  it('waits five seconds for an answer', async () => {
    await client.close();
    client = connect({ tries: 1 });
    simulator.setFaults({ hangRate: 1 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let over = false;
    const page = client.page(null).catch((error: unknown) => {
      over = true;
      return error;
    });
    while (simulator.traffic().calls === 0) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(4_999);
    expect(over).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await page).toMatchObject({ message: 'the vendor did not answer within 5000 ms' });
  });

  it('gives up on a vendor that is not there', async () => {
    await simulator.close();
    await expect(client.page(null)).rejects.toMatchObject({ name: 'Fault', code: 'unavailable' });
    expect(meter.read('vendor_calls_total unreachable')).toBe(3);
    simulator = await startVendorSimulator({ apiKey: 'key' });
  });

  it('asks only once with a key that the vendor refuses, and does not tell the key', async () => {
    await client.close();
    client = connect({ apiKey: 'not-the-key' });
    const refused: unknown = await client.page(null).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'unavailable', message: 'the vendor answered 401' });
    expect(String(refused)).not.toContain('not-the-key');
    expect(meter.read('vendor_calls_total refused')).toBe(1);
  });

  it('reads no answer larger than its limit', async () => {
    await client.close();
    client = connect({ maxAnswerBytes: 1_000, tries: 1 });
    await expect(client.page(null)).rejects.toMatchObject({ code: 'invalid-data' });
  });

  it.each([
    ['zero', 0n],
    ['negative', -190_000_000n],
    ['absent', null],
    ['not-a-number', null],
    ['jump', 190_000_000_000n],
  ] as const)('hands a price that is %s over as it came, and the page with it', async (kind, micros) => {
    simulator.setFaults({ badPriceRate: 1, badPrices: [kind] });
    const page = await client.page(null);
    expect(page.quotes).toHaveLength(25);
    expect(page.quotes.find(({ symbol }) => symbol === 'AAPL')?.priceMicros).toBe(micros);
  });

  it('takes the present for the time of a vendor whose clock is ahead', async () => {
    simulator.setFaults({ clockSkewMs: 3_600_000 });
    const page = await client.page(null);
    expect(page.quotes[0]?.asOfMs).toBeLessThanOrEqual(Date.now());
  });

  it('reaches the end though half of the calls fail', async () => {
    await client.close();
    client = connect({ tries: 20 });
    simulator.setFaults({ errorRate: 0.25, truncatedRate: 0.25 });
    const quotes = await walk();
    expect(new Set(quotes.map(({ symbol }) => symbol)).size).toBe(100);
    expect(simulator.traffic().calls).toBeGreaterThan(4);
  });

  it('opens its breaker after five failures, probes after 30 seconds and closes it', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    simulator.setFaults({ errorRate: 1 });
    await expect(client.page(null)).rejects.toThrow('500');
    await expect(client.page(null)).rejects.toThrow('left alone');
    expect(simulator.traffic().calls).toBe(5);
    expect(client.breakerState()).toBe('open');
    expect(meter.read('vendor_breaker_state')).toBe(2);

    vi.setSystemTime(Date.now() + 29_999);
    await expect(client.page(null)).rejects.toThrow('left alone');
    expect(simulator.traffic().calls).toBe(5);

    simulator.setFaults({});
    vi.setSystemTime(Date.now() + 1);
    await client.page(null);
    expect(client.breakerState()).toBe('closed');
    expect(meter.read('vendor_breaker_state')).toBe(0);
    expect(meter.read('vendor_calls_total not-sent')).toBe(2);
  });

  it('never has more than five calls under way, nor sends more than ten in a second', async () => {
    await client.close();
    client = connect({ maxPerSecond: 10 });
    simulator.setFaults({ latencyMs: 20 });
    await Promise.all(Array.from({ length: 25 }, () => client.page(null)));
    const { calls, mostInFlight, mostPerSecond } = simulator.traffic();
    expect(calls).toBe(25);
    expect(mostInFlight).toBe(5);
    expect(mostPerSecond).toBe(10);
  });

  it('gives up what is under way when it is closed, and sends nothing more', async () => {
    simulator.setFaults({ hangRate: 1 });
    const page = client.page(null).catch((error: unknown) => error);
    await vi.waitUntil(() => simulator.traffic().calls === 1);
    await client.close();
    expect(await page).toMatchObject({ code: 'unavailable', message: 'the vendor client is closed' });
    await expect(client.page(null)).rejects.toMatchObject({ code: 'unavailable' });
    expect(simulator.traffic().calls).toBe(1);
  });
});
