import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jitteredBackoffMs } from './backoff.ts';

const limits = { firstMs: 1_000, mostMs: 10_000 };

describe('backoff with jitter', () => {
  it('spreads over twice as much with each failure, up to its longest wait', () => {
    const longest = [1, 2, 3, 4, 5, 1_000].map((failures) => jitteredBackoffMs(failures, limits, () => 0.999_999));
    expect(longest).toEqual([2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
  });

  it('is never shorter than its shortest wait nor longer than its longest', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), random, (failures, drawn) => {
        const delayMs = jitteredBackoffMs(failures, limits, () => drawn);
        expect(delayMs).toBeGreaterThanOrEqual(1_000);
        expect(delayMs).toBeLessThanOrEqual(10_000);
      }),
    );
  });
});
