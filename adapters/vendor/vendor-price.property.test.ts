import { formatMicros } from '@bourse/core/money/decimal.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVendorPrice } from './vendor-price.ts';

const micros = fc.bigInt({ min: -9_223_372_036_854_775_807n, max: 9_223_372_036_854_775_807n });

describe('reading prices of the vendor', () => {
  it('reads every text that we would write ourselves exactly', () => {
    fc.assert(
      fc.property(micros, (price) => {
        expect(readVendorPrice(formatMicros(price))).toBe(price);
      }),
    );
  });

  it('reads every number of up to 15 digits exactly as it is written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_999n }), (price) => {
        const onTheWire: unknown = JSON.parse(formatMicros(price));
        expect(readVendorPrice(onTheWire)).toBe(price);
      }),
    );
  });

  it('is never off by more than half a millionth, however many digits there are', () => {
    const digits = fc.stringMatching(/^[0-9]{1,30}$/);
    fc.assert(
      fc.property(fc.nat(1_000_000), digits, (whole, fraction) => {
        const read = readVendorPrice(`${whole}.${fraction}`);
        // Both sides times ten to the number of digits, to stay with whole numbers.
        const scale = 10n ** BigInt(fraction.length);
        const exact = BigInt(`${whole}${fraction}`) * 1_000_000n;
        const difference = (read ?? -1n) * scale - exact;
        expect(2n * (difference < 0n ? -difference : difference)).toBeLessThanOrEqual(scale);
      }),
    );
  });

  it('answers a 64-bit integer or null for any value', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.double(), fc.string()), (value) => {
        const read = readVendorPrice(value);
        if (read !== null) expect(BigInt.asIntN(64, read)).toBe(read);
      }),
    );
  });
});
