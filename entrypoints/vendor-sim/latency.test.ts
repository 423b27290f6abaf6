import { describe, expect, it } from 'vitest';
import { drawLatencyMs } from './latency.ts';
import type { Latency } from './latency.ts';
import { createSeededRandom } from './seeded-random.ts';

const CALLS = 20_000;

function drawn(latency: Latency): readonly number[] {
  const random = createSeededRandom(4);
  return Array.from({ length: CALLS }, () => drawLatencyMs(latency, random)).sort((one, other) => one - other);
}

const share = (sorted: readonly number[], of: number): number => sorted[Math.floor(of * CALLS)] ?? 0;
const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;

describe('latency', () => {
  it('is always the same where it is a number', () => {
    expect(new Set(drawn(250))).toEqual(new Set([250]));
  });

  it('is spread evenly between two bounds', () => {
    const waits = drawn({ distribution: 'uniform', minMs: 100, maxMs: 300 });
    expect(share(waits, 0)).toBeGreaterThanOrEqual(100);
    expect(share(waits, 0.999_99)).toBeLessThanOrEqual(300);
    expect(Math.abs(share(waits, 0.25) - 150)).toBeLessThan(5);
    expect(Math.abs(share(waits, 0.75) - 250)).toBeLessThan(5);
  });

  it('has the mean of an exponential distribution, and half of its calls below the mean times ln 2', () => {
    const waits = drawn({ distribution: 'exponential', meanMs: 1_000 });
    expect(Math.abs(mean(waits) - 1_000)).toBeLessThan(30);
    expect(Math.abs(share(waits, 0.5) - 693)).toBeLessThan(30);
  });

  it('has the median and the 99th percentile of a log-normal distribution', () => {
    const waits = drawn({ distribution: 'log-normal', medianMs: 100, p99Ms: 2_000 });
    expect(Math.abs(share(waits, 0.5) - 100)).toBeLessThan(5);
    expect(Math.abs(share(waits, 0.99) - 2_000)).toBeLessThan(200);
  });

  it('is never more than ten minutes', () => {
    expect(share(drawn({ distribution: 'exponential', meanMs: 600_000 }), 0.999)).toBe(600_000);
  });
});
