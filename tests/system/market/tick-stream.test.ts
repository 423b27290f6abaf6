import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { VendorTick } from '@bourse/application/ports/tick-source.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { VendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import { createTickStream } from '@bourse/vendor/tick-stream.ts';
import type { TickStreamOptions } from '@bourse/vendor/tick-stream.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { quietLogger, readableMeter } from './quiet-telemetry.ts';
import type { ReadableMeter } from './quiet-telemetry.ts';

const acme = { symbol: 'ACME', name: 'Acme', exchange: 'XNAS', sector: 'Industrials', startCents: 15_000 };
const bolt = { symbol: 'BOLT', name: 'Bolt', exchange: 'XNYS', sector: 'Industrials', startCents: 2_000 };
const WAIT = { timeout: 10_000 };

let simulator: VendorSimulator;
let meter: ReadableMeter;
let closers: (() => Promise<unknown>)[];

async function simulate(port = 0): Promise<VendorSimulator> {
  const started = await startVendorSimulator({ apiKey: 'key', port, tickIntervalMs: 0, instruments: [acme, bolt] });
  closers.push(() => started.close());
  return started;
}

interface Listening {
  readonly ticks: VendorTick[];
  readonly batches: number[];
  readonly newest: (symbol: string) => bigint | null | undefined;
  readonly close: () => Promise<void>;
}

/** Reads ticks into a list; `take` holds them up. */
function listen(
  options: Partial<TickStreamOptions> = {},
  take = async () => {},
  clock: Clock = systemClock,
): Listening {
  meter = readableMeter();
  const ticks: VendorTick[] = [];
  const batches: number[] = [];
  const source = createTickStream(
    { url: simulator.url, apiKey: 'key', backoff: { firstMs: 1, mostMs: 2 }, ...options },
    { clock, meter, logger: quietLogger },
  );
  const close = source.open(async (batch) => {
    ticks.push(...batch);
    batches.push(batch.length);
    await take();
  });
  closers.push(close);
  return { ticks, batches, newest: (symbol) => ticks.findLast((tick) => tick.symbol === symbol)?.priceMicros, close };
}

beforeEach(async () => {
  closers = [];
  simulator = await simulate();
});

afterEach(async () => {
  for (const close of closers.toReversed()) await close();
});

describe('the stream of live prices', () => {
  it('begins with the present price of every instrument', async () => {
    const { ticks } = listen();
    await vi.waitUntil(() => ticks.length === 2, WAIT);
    expect(ticks.map(({ symbol, priceMicros }) => [symbol, priceMicros])).toEqual([
      ['ACME', 150_000_000n],
      ['BOLT', 20_000_000n],
    ]);
    expect(meter.read('vendor_stream_connected')).toBe(1);
  });

  it('hands over a price as soon as it is set', async () => {
    const { ticks, newest } = listen();
    await vi.waitUntil(() => ticks.length === 2, WAIT);
    simulator.setPrice('ACME', '151.255');
    await vi.waitUntil(() => newest('ACME') === 151_255_000n, WAIT);
  });

  it('hands over prices as they move, in their order', async () => {
    const { ticks } = listen();
    await vi.waitUntil(() => ticks.length === 2, WAIT);
    for (let step = 0; step < 50; step += 1) simulator.tick();
    await vi.waitUntil(() => ticks.length >= 52, WAIT);
    const times = ticks.map(({ asOfMs }) => asOfMs);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });

  it('connects again when the vendor was away, and for as long as it takes', async () => {
    const { ticks, newest } = listen();
    await vi.waitUntil(() => ticks.length === 2, WAIT);
    const port = Number(new URL(simulator.url).port);
    await simulator.close();
    await vi.waitUntil(() => meter.read('vendor_stream_reconnects_total') > 5, WAIT);
    expect(meter.read('vendor_stream_connected')).toBe(0);
    simulator = await simulate(port);
    simulator.setPrice('ACME', '160');
    await vi.waitUntil(() => newest('ACME') === 160_000_000n, WAIT);
  });

  it('drops the half of a line that a cut connection leaves, and connects again', async () => {
    let connections = 0;
    const raw = await serve((response) => {
      connections += 1;
      response.write(`{"symbol":"ACME","price":${connections}}\n{"symbol":"BOLT","pri`);
      if (connections === 1) setImmediate(() => response.destroy());
    });
    const { ticks } = listen({ url: raw });
    await vi.waitUntil(() => connections === 2 && ticks.length === 2, WAIT);
    expect(ticks.map(({ symbol, priceMicros }) => [symbol, priceMicros])).toEqual([
      ['ACME', 1_000_000n],
      ['ACME', 2_000_000n],
    ]);
    expect(meter.read('vendor_ticks_left_out_total')).toBe(0);
  });

  it('connects again when the vendor cuts all connections at a step', async () => {
    const { ticks, newest } = listen();
    await vi.waitUntil(() => ticks.length === 2, WAIT);
    simulator.setFaults({ cutRate: 1 });
    simulator.tick();
    await vi.waitUntil(() => meter.read('vendor_stream_reconnects_total') > 0, WAIT);
    simulator.setFaults({});
    simulator.setPrice('BOLT', '23');
    await vi.waitUntil(() => newest('BOLT') === 23_000_000n, WAIT);
  });

  it.each([
    ['errors', { errorRate: 1 }],
    ['too many calls', { rateLimitRate: 1 }],
    ['answers cut short', { cutRate: 1 }],
  ])('keeps trying through %s', async (_name, faults) => {
    simulator.setFaults(faults);
    const { ticks } = listen();
    await vi.waitUntil(() => meter.read('vendor_stream_reconnects_total') > 3, WAIT);
    simulator.setFaults({});
    await vi.waitUntil(() => ticks.some(({ symbol }) => symbol === 'BOLT'), WAIT);
  });

  it('hands over a tick without a price when that is bad', async () => {
    simulator.setFaults({ badPriceRate: 1, badPrices: ['absent'] });
    const { newest } = listen();
    await vi.waitUntil(() => newest('ACME') === null, WAIT);
  });

  it('leaves out lines that are no ticks, and counts them', async () => {
    simulator.setFaults({ wrongShapeRate: 1 });
    const { ticks } = listen();
    // An answer that is a single line without an end is not even that.
    await vi.waitUntil(() => meter.read('vendor_stream_reconnects_total') > 1, WAIT);
    expect(ticks).toEqual([]);
    const raw = await serve((response) => response.write('rubbish\n{"symbol":"ACME","price":1}\n\n{}\n'));
    const other = listen({ url: raw });
    await vi.waitUntil(() => other.ticks.length > 0, WAIT);
    expect(meter.read('vendor_ticks_left_out_total')).toBe(2);
  });

  it('hands over at most so many ticks at once', async () => {
    const line = '{"symbol":"ACME","price":1}\n';
    const raw = await serve((response) => response.write(line.repeat(25)));
    const { ticks, batches } = listen({ url: raw, maxBatch: 10 });
    await vi.waitUntil(() => ticks.length === 25, WAIT);
    expect(Math.max(...batches)).toBe(10);
  });

  it('connects again when a line does not end', async () => {
    let connections = 0;
    const raw = await serve((response) => {
      connections += 1;
      response.write('x'.repeat(70_000));
    });
    listen({ url: raw });
    await vi.waitUntil(() => connections > 2, WAIT);
  });

  it('reads on only when a batch has been taken, so a slow taker gets fewer and newer prices', async () => {
    let release = (): void => undefined;
    const { ticks, newest } = listen({}, () => new Promise((resolve) => (release = resolve)));
    await vi.waitUntil(() => ticks.length === 2, WAIT);
    const steps = 20_000;
    for (let step = 1; step <= steps; step += 1) simulator.setPrice('ACME', String(step));
    // Another one, who takes what comes, has had everything by now.
    const other = listen();
    await vi.waitUntil(() => other.newest('ACME') === BigInt(steps) * 1_000_000n, WAIT);
    expect(ticks).toHaveLength(2);
    const releasing = setInterval(() => release(), 1);
    await vi.waitUntil(() => newest('ACME') === BigInt(steps) * 1_000_000n, WAIT);
    clearInterval(releasing);
    release();
    expect(ticks.length).toBeLessThan(steps);
  });

  it('waits longer after each connection that brought nothing, and briefly after one that did', async () => {
    const waits: number[] = [];
    const clock: Clock = {
      now: () => systemClock.now(),
      after: (delayMs, callback) => {
        if (delayMs < 1_000) waits.push(delayMs);
        return systemClock.after(delayMs, callback);
      },
    };
    let fruitful = false;
    const raw = await serve((response) => response.end(fruitful ? '{"symbol":"ACME","price":1}\n' : ''));
    const backoff = { firstMs: 1, mostMs: 16 };
    const { ticks } = listen({ url: raw, backoff, random: () => 0.999_999 }, undefined, clock);
    await vi.waitUntil(() => waits.length > 6, WAIT);
    expect(waits.slice(0, 6)).toEqual([2, 4, 8, 16, 16, 16]);
    fruitful = true;
    await vi.waitUntil(() => ticks.length > 2, WAIT);
    expect(waits.slice(-2)).toEqual([2, 2]);
  });

  it('gives up a connection that has been silent for too long', async () => {
    const clock = steppedClock();
    let connections = 0;
    const raw = await serve((response) => {
      connections += 1;
      response.write('\n');
    });
    listen({ url: raw, idleMs: 30_000 }, undefined, clock);
    await vi.waitUntil(() => connections === 1 && meter.read('vendor_stream_connected') === 1, WAIT);
    await vi.waitUntil(() => {
      clock.fire(30_000);
      clock.fire(2);
      return connections > 1;
    }, WAIT);
  });

  it('closes at once while the vendor does not answer', async () => {
    simulator.setFaults({ hangRate: 1 });
    const { close, ticks } = listen();
    await close();
    expect(ticks).toEqual([]);
  });

  it('hands over nothing more once it is closed', async () => {
    const { close, ticks } = listen();
    await vi.waitUntil(() => ticks.length === 2, WAIT);
    await close();
    simulator.setPrice('ACME', '200');
    const other = listen();
    await vi.waitUntil(() => other.newest('ACME') === 200_000_000n, WAIT);
    expect(ticks).toHaveLength(2);
  });
});

/** A server of `/ticks` that answers something of its own and then keeps the connection open. */
async function serve(answer: (response: ServerResponse) => void): Promise<string> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(200);
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.unshift(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A clock whose timers of at most a delay are fired by hand. */
function steppedClock(): Clock & { fire(mostMs: number): void } {
  const timers = new Map<object, { delayMs: number; callback: () => void }>();
  return {
    now: () => 0,
    after: (delayMs, callback) => {
      const id = {};
      timers.set(id, { delayMs, callback });
      return () => void timers.delete(id);
    },
    fire: (mostMs) => {
      for (const [id, { delayMs, callback }] of [...timers]) {
        if (delayMs > mostMs) continue;
        timers.delete(id);
        callback();
      }
    },
  };
}
