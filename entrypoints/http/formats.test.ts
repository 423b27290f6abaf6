import { describe, expect, it } from 'vitest';
import { FORMATS } from './formats.ts';
import type { FormatName } from './schemas/format-schema.ts';

const EXAMPLES: Readonly<Record<FormatName, { readonly good: readonly string[]; readonly bad: readonly string[] }>> = {
  decimal: {
    good: ['0', '-1.5', '12.345678', '9223372036854.775807'],
    bad: ['', '1.', '.5', '1e3', '+1', '01', '1,5', ' 1', '1\n', '1.2345678', '9223372036854.775808', 'NaN', '٣'],
  },
  'positive-decimal': { good: ['0.000001', '1'], bad: ['0', '0.000000', '-1', '-0', ''] },
  'date-time': {
    good: ['2026-03-31T14:05:00Z', '2026-03-31T14:05:00.123+02:00', '2028-02-29T00:00:00Z'],
    bad: ['2026-03-31', '2026-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-03-31 14:05:00Z', 'now', ''],
  },
  date: {
    good: ['2026-03-31', '2028-02-29', '0001-01-01', '9999-12-31'],
    bad: [
      '',
      '2026-02-29',
      '2026-13-01',
      '2026-00-10',
      '0000-01-01',
      '2026-3-31',
      '31/03/2026',
      '2026-03-31T00:00:00Z',
    ],
  },
  uuid: {
    good: ['0190a000-0000-7000-8000-00000000000f'],
    bad: [
      '0190A000-0000-7000-8000-00000000000F',
      '0190a00000007000800000000000000f',
      'urn:uuid:0190a000-0000-7000-8000-00000000000f',
      '',
    ],
  },
  'page-limit': { good: ['1', '50', '500'], bad: ['0', '501', '-1', '1.0', '01', '1e1', ''] },
  cursor: { good: ['abc_-9'], bad: ['', 'a=', 'a b', 'x'.repeat(1_025)] },
  'idempotency-key': {
    good: ['a', 'with space', '~'.repeat(200)],
    bad: ['', ' a', 'a ', 'ü', 'a\tb', 'x'.repeat(201)],
  },
};

describe.each(Object.entries(EXAMPLES))('the format %s', (name, { good, bad }) => {
  const format = Object.entries(FORMATS).find(([known]) => known === name)?.[1];

  it.each(good)('accepts %j', (text) => {
    expect(format?.accepts(text)).toBe(true);
  });

  it.each(bad)('refuses %j', (text) => {
    expect(format?.accepts(text)).toBe(false);
  });
});
