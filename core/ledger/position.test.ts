import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Position } from './position.ts';
import {
  averageAfterPurchase,
  emptyPosition,
  marketValue,
  profitOfSale,
  totalQuantity,
  unrealizedProfit,
} from './position.ts';

function position(changes: Partial<Position>): Position {
  return { ...emptyPosition('account', 'ACME'), ...changes };
}

const TEN_AT_100 = position({
  availableMicros: 7_000_000n,
  heldMicros: 3_000_000n,
  averageEntryPriceMicros: 100_000_000n,
});

describe('a position', () => {
  it('is empty before the first trade', () => {
    expect(totalQuantity(emptyPosition('account', 'ACME'))).toBe(0n);
    expect(marketValue(emptyPosition('account', 'ACME'), 5n)).toBe(0n);
  });

  it('counts held shares as its own', () => {
    expect(totalQuantity(TEN_AT_100)).toBe(10_000_000n);
    expect(marketValue(TEN_AT_100, 101_500_000n)).toBe(1_015_000_000n);
    expect(unrealizedProfit(TEN_AT_100, 101_500_000n)).toBe(15_000_000n);
    expect(unrealizedProfit(TEN_AT_100, 99_000_000n)).toBe(-10_000_000n);
  });

  it('has the price of its first purchase as its average', () => {
    expect(averageAfterPurchase(position({}), 1n, 123n)).toBe(123n);
  });

  it('weighs its average by quantity and rounds half-even', () => {
    expect(averageAfterPurchase(TEN_AT_100, 10_000_000n, 110_000_000n)).toBe(105_000_000n);
    const one = position({ availableMicros: 1n, averageEntryPriceMicros: 2n });
    expect(averageAfterPurchase(one, 1n, 3n)).toBe(2n);
    expect(averageAfterPurchase(one, 1n, 5n)).toBe(4n);
  });

  it('realises what a sale brings above the average entry price', () => {
    expect(profitOfSale(TEN_AT_100, 2_500_000n, 104_000_000n)).toBe(10_000_000n);
    expect(profitOfSale(TEN_AT_100, 2_500_000n, 96_000_000n)).toBe(-10_000_000n);
    // Half a millionth, and one and a half: to the even neighbour, losses as profits.
    expect(profitOfSale(position({ averageEntryPriceMicros: 0n }), 500_000n, 1n)).toBe(0n);
    expect(profitOfSale(position({ averageEntryPriceMicros: 0n }), 500_000n, 3n)).toBe(2n);
    expect(profitOfSale(position({ averageEntryPriceMicros: 3n }), 500_000n, 0n)).toBe(-2n);
  });
});

describe('the average entry price', () => {
  const price = fc.bigInt({ min: 1n, max: 10_000_000_000n });
  const quantity = fc.bigInt({ min: 1n, max: 1_000_000_000_000n });

  it('lies between the old average and the price paid', () => {
    fc.assert(
      fc.property(quantity, price, quantity, price, (owned, average, bought, paid) => {
        const after = averageAfterPurchase(
          position({ availableMicros: owned, averageEntryPriceMicros: average }),
          bought,
          paid,
        );
        const [low, high] = average < paid ? [average, paid] : [paid, average];
        expect(after).toBeGreaterThanOrEqual(low);
        expect(after).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('is off the true average by at most half a millionth for each purchase', () => {
    const purchases = fc.array(fc.record({ quantity, price }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(purchases, (bought) => {
        let current = position({});
        for (const one of bought) {
          const averageEntryPriceMicros = averageAfterPurchase(current, one.quantity, one.price);
          current = { ...current, availableMicros: current.availableMicros + one.quantity, averageEntryPriceMicros };
        }
        const cost = bought.reduce((sum, one) => sum + one.quantity * one.price, 0n);
        const error = current.averageEntryPriceMicros * current.availableMicros - cost;
        expect(2n * (error < 0n ? -error : error)).toBeLessThanOrEqual(BigInt(bought.length) * current.availableMicros);
      }),
    );
  });
});
