import { describe, expect, it } from 'vitest';
import { createSeededRandom } from './seeded-random.ts';

function draw(seed: number, count: number): readonly number[] {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, random);
}

describe('seeded random numbers', () => {
  it('are the same for the same seed and others for another', () => {
    expect(draw(42, 100)).toEqual(draw(42, 100));
    expect(draw(42, 100)).not.toEqual(draw(43, 100));
  });

  it('lie in [0, 1) and are spread evenly', () => {
    const drawn = draw(1, 10_000);
    expect(drawn.every((number) => number >= 0 && number < 1)).toBe(true);
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const share = drawn.filter((number) => Math.floor(number * 10) === tenth).length;
      expect(share).toBeGreaterThan(900);
      expect(share).toBeLessThan(1_100);
    }
  });

  it('are spread evenly for negative seeds too', () => {
    const mean = draw(~7, 10_000).reduce((sum, number) => sum + number, 0) / 10_000;
    expect(mean).toBeCloseTo(0.5, 1);
  });
});
