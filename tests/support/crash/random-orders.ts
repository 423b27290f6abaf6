import type { Random } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import type { OrderForm } from '../trader-client.ts';

/** What is traded, and near which price. */
export interface Quoted {
  readonly symbol: string;
  readonly price: number;
}

/** Makes orders of all types and times in force, some of which fill at once, some rest, and some are rejected. */
export function createRandomOrders(quoted: readonly Quoted[], random: Random): (clientOrderId: string) => OrderForm {
  const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const near = (price: number): string => (price * (0.98 + random() * 0.04)).toFixed(2);

  return (clientOrderId) => {
    const { symbol, price } = oneOf(quoted);
    const type = oneOf(['market', 'market', 'market', 'limit', 'limit', 'stop', 'stop_limit'] as const);
    const waitsForStop = type === 'stop' || type === 'stop_limit';
    return {
      symbol,
      side: random() < 0.6 ? 'buy' : 'sell',
      type,
      quantity: (0.001 + random() * 4).toFixed(3),
      time_in_force: oneOf(waitsForStop ? ['day', 'gtc'] : ['day', 'gtc', 'ioc', 'fok']),
      client_order_id: clientOrderId,
      ...(type === 'limit' || type === 'stop_limit' ? { limit_price: near(price) } : {}),
      ...(waitsForStop ? { stop_price: near(price) } : {}),
      ...(random() < 0.1 ? { expected_price: near(price) } : {}),
    };
  };
}
