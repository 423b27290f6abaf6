import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultOfPrice } from './price-validation.ts';

const positive = fc.bigInt({ min: 1n, max: 9_223_372_036_854_775_807n });
const factor = fc.bigInt({ min: 2n, max: 1_000n });

describe('price validation', () => {
  it('never believes a price that is not positive', () => {
    const notPositive = fc.bigInt({ min: -9_223_372_036_854_775_807n, max: 0n });
    fc.assert(
      fc.property(notPositive, fc.option(positive, { nil: undefined }), factor, (price, lastGood, maxJumpFactor) => {
        expect(faultOfPrice(price, lastGood, maxJumpFactor)).toBe('not-positive');
      }),
    );
  });

  it('is symmetric: a move is a jump exactly when the move back is one', () => {
    fc.assert(
      fc.property(positive, positive, factor, (one, other, maxJumpFactor) => {
        expect(faultOfPrice(one, other, maxJumpFactor)).toBe(faultOfPrice(other, one, maxJumpFactor));
      }),
    );
  });

  it('calls a jump exactly what multiplying the smaller one by the factor does not reach', () => {
    const near = positive.chain((lastGood) =>
      fc.tuple(
        fc.constant(lastGood),
        factor,
        fc.bigInt({ min: -2n, max: 2n }),
        fc.constantFrom('up' as const, 'down' as const),
      ),
    );
    fc.assert(
      fc.property(near, ([lastGood, maxJumpFactor, offset, direction]) => {
        const edge = direction === 'up' ? lastGood * maxJumpFactor : lastGood / maxJumpFactor;
        const price = edge + offset;
        fc.pre(price > 0n);
        const [low, high] = price < lastGood ? [price, lastGood] : [lastGood, price];
        expect(faultOfPrice(price, lastGood, maxJumpFactor)).toBe(low * maxJumpFactor < high ? 'jump' : undefined);
      }),
    );
  });

  it('believes every price that is the last good one again', () => {
    fc.assert(
      fc.property(positive, factor, (price, maxJumpFactor) => {
        expect(faultOfPrice(price, price, maxJumpFactor)).toBeUndefined();
      }),
    );
  });
});
