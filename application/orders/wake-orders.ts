import type { Price } from '@bourse/core/market/price.ts';
import type { DueOrders } from '../ports/due-orders.ts';
import type { Log } from '../ports/log.ts';
import { ORDERS_TOPIC } from './account-command.ts';
import { encodeCommand } from './account-command-codec.ts';

/** Most orders that a tick wakes. It may never come back to where it reached them, so they are all woken: their number bounds memory, nothing else. */
export const MAX_WOKEN_BY_TICKS = 100_000;

/** Most orders that one sweep wakes, and expires; the rest is found by the next. */
export const MAX_SWEPT = 5_000;

/** Most commands of one append. */
const MAX_APPENDED = 5_000;

/**
 * Sends open orders that prices reach back to where orders are decided, each with the price that reached it; at most `most` of them. Sending one
 * twice does no harm: an order is tried against a price only once. Answers how many were sent. Throws Fault.
 */
export async function wakeOrders(
  ports: { readonly due: DueOrders; readonly log: Log },
  prices: readonly Price[],
  most: number,
): Promise<number> {
  const priceOf = new Map(prices.map((price) => [price.symbol, price]));
  const reached = await ports.due.reachedBy([...priceOf.values()], most);
  let sent = 0;
  for (let start = 0; start < reached.length; start += MAX_APPENDED) {
    const records = reached.slice(start, start + MAX_APPENDED).flatMap(({ accountId, orderId, symbol }) => {
      const price = priceOf.get(symbol);
      return price === undefined ? [] : [encodeCommand({ type: 'try-order', accountId, orderId, price })];
    });
    await ports.log.append(ORDERS_TOPIC, records);
    sent += records.length;
  }
  return sent;
}

/** Sends day orders whose close has come to be expired. Answers how many were sent. Throws Fault. */
export async function expireOrders(
  ports: { readonly due: DueOrders; readonly log: Log },
  atMs: number,
): Promise<number> {
  const lapsed = await ports.due.lapsedAt(atMs, MAX_SWEPT);
  const records = lapsed.map(({ accountId, orderId }) => encodeCommand({ type: 'expire-order', accountId, orderId }));
  await ports.log.append(ORDERS_TOPIC, records);
  return records.length;
}
