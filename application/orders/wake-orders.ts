import type { Price } from '@bourse/core/market/price.ts';
import type { DueOrders } from '../ports/due-orders.ts';
import type { Log } from '../ports/log.ts';
import { ORDERS_TOPIC } from './account-command.ts';
import { encodeCommand } from './account-command-codec.ts';

/** Most orders woken by one call; the rest is found by the next. */
const MAX_WOKEN = 5_000;

/**
 * Sends open orders that prices reach back to where orders are decided, each with the price that reached it. Sending one twice does no
 * harm: an order is tried against a price only once. Answers how many were sent. Throws Fault.
 */
export async function wakeOrders(
  ports: { readonly due: DueOrders; readonly log: Log },
  prices: readonly Price[],
): Promise<number> {
  const priceOf = new Map(prices.map((price) => [price.symbol, price]));
  const reached = await ports.due.reachedBy([...priceOf.values()], MAX_WOKEN);
  const records = reached.flatMap(({ accountId, orderId, symbol }) => {
    const price = priceOf.get(symbol);
    return price === undefined ? [] : [encodeCommand({ type: 'try-order', accountId, orderId, price })];
  });
  await ports.log.append(ORDERS_TOPIC, records);
  return records.length;
}

/** Sends day orders whose close has come to be expired. Answers how many were sent. Throws Fault. */
export async function expireOrders(
  ports: { readonly due: DueOrders; readonly log: Log },
  atMs: number,
): Promise<number> {
  const lapsed = await ports.due.lapsedAt(atMs, MAX_WOKEN);
  const records = lapsed.map(({ accountId, orderId }) => encodeCommand({ type: 'expire-order', accountId, orderId }));
  await ports.log.append(ORDERS_TOPIC, records);
  return records.length;
}
