import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime } from './utc.ts';

/** The first and last moments of the calendar that JavaScript knows, milliseconds. */
const LAST_MS = 8_640_000_000_000_000;

describe('formatTime', () => {
  it('writes every moment as the platform does, in any order', () => {
    const wide = fc.integer({ min: -LAST_MS, max: LAST_MS });
    const near = fc.integer({ min: -200_000_000, max: 200_000_000 });
    fc.assert(
      fc.property(fc.array(fc.oneof(wide, near)), (moments) => {
        expect(moments.map(formatTime)).toEqual(moments.map((atMs) => new Date(atMs).toISOString()));
      }),
    );
  });

  it.each([Number.NaN, Infinity, -Infinity, LAST_MS * 2])('refuses %d, which is no moment', (atMs) => {
    expect(() => formatTime(atMs)).toThrow(RangeError);
    expect(formatTime(0)).toBe('1970-01-01T00:00:00.000Z');
  });
});
