import { isStale } from '@bourse/core/market/price.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CALL_MS, startMarketSimulation, SYMBOLS, TTL_MS } from './market-simulation.ts';
import type { MarketSimulation } from './market-simulation.ts';
import { simulationSeeds } from './simulation-seeds.ts';

const HOUR_MS = 3_600_000;
const READS = 10_000;
/** Half of the calls fail, in all ways there are; of the others some bring pages twice, skip pages, or have bad prices. */
const HALF_FAILING = {
  ...{ errorRate: 0.15, hangRate: 0.05, cutRate: 0.1, truncatedRate: 0.1, wrongShapeRate: 0.05, rateLimitRate: 0.05 },
  ...{ duplicatePageRate: 0.05, missingPageRate: 0.05, badPriceRate: 0.02 },
  latencyMs: { distribution: 'log-normal', medianMs: 150, p99Ms: 4_000 },
} as const;
const DOWN = { errorRate: 0.5, hangRate: 0.5 };

interface Reading {
  readonly answered: boolean;
  readonly stale: boolean;
  /** Why the answer is wrong, null when it is right. */
  readonly fault: string | null;
}

function read({ book, truth, random }: MarketSimulation): Reading {
  const symbol = SYMBOLS[Math.floor(random() * SYMBOLS.length)] ?? '';
  const price = book.price(symbol);
  const nowMs = Date.now();
  if (price === undefined) return { answered: false, stale: false, fault: null };
  const stale = isStale(price, nowMs, TTL_MS);
  // What is served as fresh was true within its life, but for the time that the call took.
  const fromMs = stale ? 0 : nowMs - TTL_MS - CALL_MS;
  const wasTrue = truth.wasPriced(symbol, price.priceMicros, fromMs, nowMs);
  return { answered: true, stale, fault: wasTrue ? null : `${symbol} at ${nowMs}: ${price.priceMicros}` };
}

/** Reads at even distances while time passes; now and then many pages are asked for at once, so that the limits are reached. */
async function readFor(simulation: MarketSimulation, overMs: number): Promise<readonly Reading[]> {
  const { client } = simulation;
  const readings: Reading[] = [];
  const stepMs = 30_000;
  for (let passedMs = 0; passedMs < overMs; passedMs += stepMs) {
    if (passedMs % 600_000 === 0) {
      for (let call = 0; call < 30; call += 1) client.page(null).catch(() => undefined);
    }
    await vi.advanceTimersByTimeAsync(stepMs);
    while (readings.length < (READS * (passedMs + stepMs)) / overMs) readings.push(read(simulation));
  }
  return readings;
}

const shareOf = (readings: readonly Reading[], wanted: (reading: Reading) => boolean): number =>
  readings.filter(wanted).length / readings.length;

beforeEach(() => {
  vi.useFakeTimers({
    now: Date.UTC(2026, 2, 31, 14),
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  });
});

afterEach(() => vi.useRealTimers());

describe('reads of prices in simulated time', () => {
  it.each(simulationSeeds())(
    'are answered, marked when they are stale, and the vendor is kept within its limits (seed %i)',
    async (seed) => {
      const simulation = await startMarketSimulation(seed, { live: false });
      await vi.advanceTimersByTimeAsync(30_000);

      simulation.vendor.setFaults(HALF_FAILING);
      const failing = await readFor(simulation, 3 * HOUR_MS);
      expect(failing.map(({ fault }) => fault).filter((fault) => fault !== null)).toEqual([]);
      expect(shareOf(failing, ({ answered }) => answered)).toBeGreaterThanOrEqual(0.999);
      expect(shareOf(failing, ({ stale }) => !stale)).toBeGreaterThan(0.8);
      expect(simulation.meter.read('prices_quarantined_total jump')).toBeGreaterThan(0);

      simulation.vendor.setFaults(DOWN);
      const down = await readFor(simulation, HOUR_MS);
      expect(down.map(({ fault }) => fault).filter((fault) => fault !== null)).toEqual([]);
      expect(shareOf(down, ({ answered }) => answered)).toBe(1);
      expect(down.slice(-READS / 2).every(({ stale }) => stale)).toBe(true);

      simulation.vendor.setFaults({});
      await vi.advanceTimersByTimeAsync(120_000);
      const after = await readFor(simulation, HOUR_MS / 6);
      expect(after.every(({ answered, stale, fault }) => answered && !stale && fault === null)).toBe(true);

      const { calls, mostInFlight, mostPerSecond } = simulation.traffic();
      expect(calls).toBeGreaterThan(500);
      expect(mostInFlight).toBe(5);
      expect(mostPerSecond).toBeGreaterThan(5);
      expect(mostPerSecond).toBeLessThanOrEqual(10);
      await simulation.stop();
    },
  );
});
