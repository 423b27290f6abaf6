import { describe, expect, it } from 'vitest';
import { createRandomSeries, createSeededRandom } from './seeded-random.ts';

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

describe('a series of sources', () => {
  const first = (series: ReturnType<typeof createRandomSeries>): readonly number[] =>
    Array.from({ length: 10_000 }, (_, number) => series(number)());

  it('is the same for the same seed and name, and another for another of either', () => {
    const series = first(createRandomSeries(7, 'calls'));
    expect(first(createRandomSeries(7, 'calls'))).toEqual(series);
    expect(first(createRandomSeries(8, 'calls'))).not.toEqual(series);
    expect(first(createRandomSeries(7, 'ticks'))).not.toEqual(series);
  });

  it('is spread evenly from source to source', () => {
    const series = first(createRandomSeries(7, 'calls'));
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const within = series.filter((drawn) => Math.floor(drawn * 10) === tenth).length;
      expect(within).toBeGreaterThan(800);
      expect(within).toBeLessThan(1_200);
    }
  });
});
