import type { DueOrders, OrderName } from '@bourse/application/ports/due-orders.ts';
import type { Price } from '@bourse/core/market/price.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import { isOpen } from '@bourse/core/orders/order.ts';
import { wakePrices } from '@bourse/core/orders/wake.ts';
import type { MemoryAccountBooks } from './memory-account-books.ts';

/** Finds due orders by looking at all of them. */
export function createMemoryDueOrders(books: Pick<MemoryAccountBooks, 'orders'>): DueOrders {
  return {
    async reachedBy(prices, limit) {
      return prices
        .flatMap((price) => books.orders().filter((order) => reaches(price, order)))
        .slice(0, limit)
        .map((order) => ({ ...nameOf(order), symbol: order.terms.symbol }));
    },
    async lapsedAt(atMs, limit) {
      return books
        .orders()
        .filter((order) => isOpen(order) && order.expiresAtMs !== null && order.expiresAtMs <= atMs)
        .sort((one, other) => (one.expiresAtMs ?? 0) - (other.expiresAtMs ?? 0))
        .slice(0, limit)
        .map(nameOf);
    },
  };
}

function reaches({ symbol, priceMicros, asOfMs }: Price, order: Order): boolean {
  if (order.terms.symbol !== symbol || order.triedAsOfMs >= asOfMs) return false;
  const { atOrAboveMicros, atOrBelowMicros } = wakePrices(order);
  return (
    (atOrAboveMicros !== null && atOrAboveMicros <= priceMicros) ||
    (atOrBelowMicros !== null && atOrBelowMicros >= priceMicros)
  );
}

function nameOf({ accountId, id }: Order): OrderName {
  return { accountId, orderId: id };
}
