import { describe, expect, it } from 'vitest';
import type { Order, OrderTerms } from './order.ts';
import { averageFillPrice, isOpen, ORDER_STATUSES, remainingQuantity, sameTerms } from './order.ts';
import { acceptedOrder } from './order-decider.ts';
import { RULES, termsOf } from './order-scenario.test-support.ts';

function order(changes: Partial<Order>): Order {
  const placed = { accountId: 'a', id: 'o', clientOrderId: null, terms: termsOf({ quantity: '5' }), createdAtMs: 0 };
  return { ...acceptedOrder(placed, RULES), ...changes };
}

describe('an order', () => {
  it('is open while it can still be filled', () => {
    expect(ORDER_STATUSES.filter((status) => isOpen(order({ status })))).toEqual(['open', 'partially_filled']);
  });

  it('has left what was not filled', () => {
    expect(remainingQuantity(order({ filledQuantityMicros: 2_000_000n }))).toBe(3_000_000n);
  });

  it('has no average price before its first fill, and the average weighted by quantity afterwards', () => {
    expect(averageFillPrice(order({}))).toBeNull();
    // 1 at 100 and 2 at 101: 302 for 3.
    const filled = order({ filledQuantityMicros: 3_000_000n, filledValuePicos: 302_000_000_000_000n });
    expect(averageFillPrice(filled)).toBe(100_666_667n);
  });
});

describe('sameTerms', () => {
  const terms = termsOf({ quantity: '1', type: 'stop_limit', limit: '10', stop: '9', expected: '9.5' });

  it('recognises the same terms', () => {
    expect(sameTerms(terms, { ...terms })).toBe(true);
  });

  const changes: { readonly [Field in keyof OrderTerms]: OrderTerms[Field] } = {
    symbol: 'OTHER',
    side: 'sell',
    type: 'limit',
    quantityMicros: 2n,
    limitPriceMicros: null,
    stopPriceMicros: 1n,
    timeInForce: 'gtc',
    expectedPriceMicros: null,
  };
  it.each(Object.entries(changes))('tells terms with another %s apart', (field, value) => {
    expect(sameTerms(terms, { ...terms, [field]: value })).toBe(false);
    expect(sameTerms({ ...terms, [field]: value }, terms)).toBe(false);
  });
});
