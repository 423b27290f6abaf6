import { describe, expect, it } from 'vitest';
import type { Order } from './order.ts';
import { acceptedOrder } from './order-decider.ts';
import type { Asked } from './order-scenario.test-support.ts';
import { micros, RULES, termsOf } from './order-scenario.test-support.ts';
import { wakePrices } from './wake.ts';

function open(asked: Omit<Asked, 'quantity'>, changes: Partial<Order> = {}): Order {
  const terms = termsOf({ quantity: '1', ...asked });
  const placed = { accountId: 'a', id: 'o', clientOrderId: null, terms, createdAtMs: 0 };
  return { ...acceptedOrder(placed, RULES), status: 'open', ...changes };
}

const above = (price: string) => ({ atOrAboveMicros: micros(price), atOrBelowMicros: null });
const below = (price: string) => ({ atOrAboveMicros: null, atOrBelowMicros: micros(price) });

describe('wakePrices', () => {
  it.each([
    ['a limit to buy, by prices at or below it', open({ type: 'limit', limit: '99' }), below('99')],
    ['a limit to sell, by prices at or above it', open({ side: 'sell', type: 'limit', limit: '101' }), above('101')],
    ['a stop to buy, by prices at or above it', open({ type: 'stop', stop: '105' }), above('105')],
    ['a stop to sell, by prices at or below it', open({ side: 'sell', type: 'stop', stop: '95' }), below('95')],
    ['a stop-limit, by its stop first', open({ type: 'stop_limit', stop: '105', limit: '106' }), above('105')],
    [
      'a stop-limit whose stop was reached, by its limit',
      open({ type: 'stop_limit', stop: '105', limit: '106' }, { triggered: true }),
      below('106'),
    ],
    ['the rest of a market order, by any price', open({}, { status: 'partially_filled' }), above('0')],
    [
      'the rest of a stop that was reached, by any price',
      open({ type: 'stop', stop: '105' }, { triggered: true }),
      above('0'),
    ],
  ])('wakes %s', (_, order, prices) => {
    expect(wakePrices(order)).toEqual(prices);
  });

  it.each(['accepted', 'filled', 'cancelled', 'expired', 'rejected'] as const)(
    'never wakes an order that is %s',
    (status) => {
      const never = { atOrAboveMicros: null, atOrBelowMicros: null };
      expect(wakePrices(open({ type: 'limit', limit: '99' }, { status }))).toEqual(never);
    },
  );
});
