import type { Price } from '@bourse/core/market/price.ts';

/** Names one order. */
export interface OrderName {
  readonly accountId: string;
  readonly orderId: string;
}

/** Finds open orders that something has happened to; each answer holds at most `limit` orders. Throws Fault('unavailable'). */
export interface DueOrders {
  /**
   * Orders that one of the prices reaches and that were not tried against a newer one: limits it satisfies, stops it hits, rests of
   * market orders.
   */
  reachedBy(prices: readonly Price[], limit: number): Promise<readonly (OrderName & { readonly symbol: string })[]>;
  /** Day orders whose close has come. */
  lapsedAt(atMs: number, limit: number): Promise<readonly OrderName[]>;
}
