import { describe, expect, it } from 'vitest';
import { formatTime, nextClose, parseTime, utcDate } from './utc.ts';

const NOON = Date.UTC(2026, 10, 20, 12, 0, 0, 0);

describe('utcDate and formatTime', () => {
  it('name the day and the moment in UTC', () => {
    expect(utcDate(NOON)).toBe('2026-11-20');
    expect(utcDate(Date.UTC(2026, 10, 20, 23, 59, 59, 999))).toBe('2026-11-20');
    expect(utcDate(Date.UTC(2026, 10, 21))).toBe('2026-11-21');
    expect(formatTime(NOON + 7)).toBe('2026-11-20T12:00:00.007Z');
  });
});

describe('parseTime', () => {
  it.each([
    ['2026-11-20T12:00:00Z', NOON],
    ['2026-11-20T12:00:00.5Z', NOON + 500],
    ['2026-11-20T12:00:00.123456789Z', NOON + 123],
    ['2026-11-20T13:30:00+01:30', NOON],
    ['2026-11-20T07:00:00-05:00', NOON],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['1970-01-01T00:00:00Z', 0],
  ])('reads %s', (text, atMs) => {
    expect(parseTime(text)).toBe(atMs);
  });

  it.each([
    ['2026-02-29T00:00:00Z', 'a day that this year does not have'],
    ['2026-04-31T00:00:00Z', 'a day that this month does not have'],
    ['2026-13-01T00:00:00Z', 'a thirteenth month'],
    ['2026-00-01T00:00:00Z', 'a month before the first'],
    ['2026-01-00T00:00:00Z', 'a day before the first'],
    ['2026-11-20T24:00:00Z', 'an hour that a day does not have'],
    ['2026-11-20T12:60:00Z', 'a minute that an hour does not have'],
    ['2026-11-20T12:00:00+24:00', 'an offset of a whole day'],
    ['2026-11-20T12:00:00', 'no offset'],
    ['2026-11-20', 'a date alone'],
    ['2026-11-20 12:00:00Z', 'a space for the T'],
    ['2026-11-20T12:00Z', 'no seconds'],
    ['20 Nov 2026 12:00:00 GMT', 'another format'],
    ['0000-01-01T00:00:00+00:01', 'a moment of the year before the first'],
    ['9999-12-31T23:59:59-00:01', 'a moment of the year after the last'],
    ['', 'nothing'],
  ])('refuses %s: %s', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });
});

describe('nextClose', () => {
  const at = (hour: number, minute = 0, ms = 0) => Date.UTC(2026, 10, 20, hour, minute, 0, ms);

  it('is today before the close, and tomorrow from the close on', () => {
    const closeMinute = 21 * 60;
    expect(nextClose(at(9), closeMinute)).toBe(at(21));
    expect(nextClose(at(21) - 1, closeMinute)).toBe(at(21));
    expect(nextClose(at(21), closeMinute)).toBe(at(21) + 86_400_000);
    expect(nextClose(at(23), closeMinute)).toBe(at(21) + 86_400_000);
  });

  it('may be midnight, which is the next one', () => {
    expect(nextClose(at(0), 0)).toBe(at(24));
    expect(nextClose(at(23, 59, 999), 0)).toBe(at(24));
  });

  it('is strictly later and at most a day away, also before 1970', () => {
    for (const atMs of [-1, -86_400_000, 0, NOON, NOON + 1]) {
      for (const closeMinute of [0, 1, 720, 1_439]) {
        const close = nextClose(atMs, closeMinute);
        expect(close).toBeGreaterThan(atMs);
        expect(close - atMs).toBeLessThanOrEqual(86_400_000);
        expect((((close / 60_000) % 1_440) + 1_440) % 1_440).toBe(closeMinute);
      }
    }
  });
});
