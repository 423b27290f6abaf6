import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTick, encodeTick } from './tick-codec.ts';

const price = fc.record({
  symbol: fc.string({ minLength: 1, unit: 'binary' }),
  priceMicros: fc.bigInt({ min: 1n, max: 9_223_372_036_854_775_807n }),
  source: fc.string({ minLength: 1, unit: 'binary' }),
  asOfMs: fc.nat(Number.MAX_SAFE_INTEGER),
});

describe('the tick codec', () => {
  it('reads back every price that it writes, whatever is in its texts', () => {
    fc.assert(
      fc.property(price, (written) => {
        expect(decodeTick(encodeTick(written))).toEqual(written);
      }),
    );
  });

  it('writes no line breaks', () => {
    fc.assert(
      fc.property(price, (written) => {
        expect(encodeTick(written).value).not.toMatch(/[\n\r]/);
      }),
    );
  });

  it('answers a price or throws TypeError or RangeError for any JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (value, key) => {
        expect(() => decodeTick({ key, value, headers: {} })).toThrow(/tick/);
      }),
    );
  });
});
