import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rounding } from './rounding.ts';
import { commission, divide, isBeyondTolerance, notional } from './rounding.ts';

const LARGE = 10n ** 30n;
const dividend = fc.bigInt({ min: -LARGE, max: LARGE });
const divisor = fc.oneof(fc.bigInt({ min: 1n, max: 100n }), fc.bigInt({ min: 1n, max: LARGE }));
const price = fc.oneof(fc.bigInt({ min: 1n, max: 10_000_000_000n }), fc.bigInt({ min: 1n, max: 50n }));
const quantity = fc.oneof(fc.bigInt({ min: 1n, max: 10_000_000_000n }), fc.bigInt({ min: 1n, max: 50n }));
const basisPoints = fc.bigInt({ min: 0n, max: 10_000n });
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
const absolute = (value: bigint) => (value < 0n ? -value : value);

describe('division', () => {
  it('is off by less than one, by at most a half when it rounds half-even, and not at all when it comes out even', () => {
    fc.assert(
      fc.property(dividend, divisor, (n, d) => {
        const error = (rounding: Rounding) => absolute(divide(n, d, rounding) * d - n);
        expect(error('up')).toBeLessThan(d);
        expect(error('down')).toBeLessThan(d);
        expect(error('half-even') * 2n).toBeLessThanOrEqual(d);
        for (const rounding of ['up', 'down', 'half-even'] as const) expect(divide(n * d, d, rounding)).toBe(n);
      }),
    );
  });

  it('rounds up away from zero, down towards it, and half-even to one of the two', () => {
    fc.assert(
      fc.property(dividend, divisor, (n, d) => {
        const [up, down, halfEven] = [divide(n, d, 'up'), divide(n, d, 'down'), divide(n, d, 'half-even')];
        expect(absolute(down * d)).toBeLessThanOrEqual(absolute(n));
        expect(absolute(up * d)).toBeGreaterThanOrEqual(absolute(n));
        expect([up, down]).toContain(halfEven);
      }),
    );
  });

  it('rounds a tie to the even neighbour', () => {
    fc.assert(
      fc.property(dividend, divisor, (n, d) => {
        expect(divide((2n * n + 1n) * d, 2n * d, 'half-even') % 2n).toBe(0n);
      }),
    );
  });

  it('treats losses as it treats profits', () => {
    fc.assert(
      fc.property(dividend, divisor, fc.constantFrom('up', 'down', 'half-even'), (n, d, rounding) => {
        expect(divide(-n, d, rounding)).toBe(-divide(n, d, rounding));
      }),
    );
  });
});

describe('an order that is filled in parts', () => {
  const parts = fc.array(quantity, { minLength: 1, maxLength: 12 });

  it('never costs more, part by part rounded down, than the whole rounded up', () => {
    fc.assert(
      fc.property(price, parts, basisPoints, (priceMicros, quantities, bps) => {
        const reserved = notional(priceMicros, sum(quantities), 'up');
        const paid = quantities.map((part) => {
          const cost = notional(priceMicros, part, 'down');
          return cost + commission(cost, bps, 'down');
        });
        expect(sum(paid)).toBeLessThanOrEqual(reserved + commission(reserved, bps, 'up'));
      }),
    );
  });

  it('can always pay a part and keep the rest reserved out of what the whole has reserved', () => {
    fc.assert(
      fc.property(price, quantity, quantity, basisPoints, (priceMicros, part, rest, bps) => {
        const reserve = (amount: bigint) => {
          const cost = notional(priceMicros, amount, 'up');
          return cost + commission(cost, bps, 'up');
        };
        const cost = notional(priceMicros, part, 'down');
        expect(cost + commission(cost, bps, 'down') + reserve(rest)).toBeLessThanOrEqual(reserve(part + rest));
      }),
    );
  });

  it('costs no more at a better price', () => {
    fc.assert(
      fc.property(
        price,
        price,
        quantity,
        fc.constantFrom('up', 'down', 'half-even'),
        (one, other, amount, rounding) => {
          const [low, high] = one < other ? [one, other] : [other, one];
          expect(notional(low, amount, rounding)).toBeLessThanOrEqual(notional(high, amount, rounding));
        },
      ),
    );
  });
});

describe('price tolerance', () => {
  it('is the exact comparison of two fractions', () => {
    const tolerance = fc.bigInt({ min: 0n, max: 100_000_000n });
    fc.assert(
      fc.property(
        price,
        tolerance,
        fc.bigInt({ min: -3n, max: 3n }),
        fc.boolean(),
        (expected, percentMicros, offset, above) => {
          const reach = (expected * percentMicros) / 100_000_000n;
          const market = (above ? expected + reach : expected - reach) + offset;
          const beyond = absolute(market - expected) * 100_000_000n > expected * percentMicros;
          expect(isBeyondTolerance(market, expected, percentMicros)).toBe(beyond);
        },
      ),
    );
  });
});
