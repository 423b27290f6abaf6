import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMicros, parseMicros } from './decimal.ts';

const MAX = 9_223_372_036_854_775_807n;
const amount = fc.oneof(
  fc.bigInt({ min: -MAX, max: MAX }),
  fc.constantFrom(-MAX, -1n, 0n, 1n, 999_999n, 1_000_000n, MAX),
);

describe('decimal strings', () => {
  it('come back as the same amount, with any number of fraction digits', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 6 }), (micros, digits) => {
        expect(parseMicros(formatMicros(micros, digits))).toBe(micros);
      }),
    );
  });

  it('mean exactly what their digits say', () => {
    const whole = fc.bigInt({ min: 0n, max: 9_223_372_036_853n });
    const fraction = fc.string({ unit: fc.constantFrom(...charactersOf('0123456789')), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(whole, fraction, (units, digits) => {
        const micros = units * 1_000_000n + (BigInt(digits) * 1_000_000n) / 10n ** BigInt(digits.length);
        expect(parseMicros(`${units}.${digits}`)).toBe(micros);
      }),
    );
  });

  it('are either refused or written back with the same value, whatever the text', () => {
    const almost = fc.string({ unit: fc.constantFrom(...charactersOf('0123456789.-+e, ')), maxLength: 22 });
    fc.assert(
      fc.property(almost, (text) => {
        const micros = parseMicros(text);
        if (micros === undefined) return;
        const shortest = (decimal: string) =>
          decimal
            .replace(/^-(?=0(\.0*)?$)/, '')
            .replace(/(\.\d*?)0+$/, '$1')
            .replace(/\.$/, '');
        expect(formatMicros(micros)).toBe(shortest(text));
      }),
      { numRuns: 2_000 },
    );
  });
});

function charactersOf(text: string): string[] {
  return [...text];
}
