import { describe, expect, it } from 'vitest';
import { isCalendarDate } from './calendar-date.ts';
import { MS_PER_DAY, utcDate } from './utc.ts';

describe('a calendar date', () => {
  it.each(['0001-01-01', '9999-12-31', '2024-02-29', '2000-02-29', '2026-11-30'])('may be %s', (text) => {
    expect(isCalendarDate(text)).toBe(true);
  });

  it.each([
    ...['2026-02-29', '1900-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '2026-01-32'],
    ...['0000-01-01', '26-01-01', '2026-1-1', '2026/01/01', '01-01-2026', '20260101', '+2026-01-01', '10000-01-01'],
    ...[' 2026-01-01', '2026-01-01 ', '2026-01-01\n', '2026-01-01T00:00:00Z', '٢٠٢٦-٠١-٠١', ''],
  ])('is not %j', (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });

  it('is every day of 400 years, after which the calendar repeats, and as many as there are', () => {
    const first = Date.UTC(1900, 0, 1);
    const days = (Date.UTC(2300, 0, 1) - first) / MS_PER_DAY;
    for (let day = 0; day < days; day += 1) {
      const text = utcDate(first + day * MS_PER_DAY);
      if (!isCalendarDate(text)) expect.fail(`${text} is a day`);
    }
    const texts = Array.from({ length: 400 * 12 * 31 }, (_, index) => {
      const [year, month, day] = [1900 + Math.floor(index / 372), (Math.floor(index / 31) % 12) + 1, (index % 31) + 1];
      return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    });
    expect(texts.filter(isCalendarDate)).toHaveLength(days);
  });
});
