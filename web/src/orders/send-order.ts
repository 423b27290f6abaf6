import { answered } from '@bourse/client/api.ts';
import { api } from '../app/bourse.ts';
import { readAgain } from '../live/live-events.ts';
import type { Order } from './orders.ts';
import { orders } from './orders.ts';
import type { TicketTerms } from './ticket-estimate.ts';

/** An order as it is sent. Its own name stays the same however often it is sent, so that it takes effect once. */
export interface SentOrder {
  readonly symbol: string;
  readonly terms: TicketTerms;
  readonly timeInForce: Order['time_in_force'];
  /** The price that was seen; null when any will do. */
  readonly expectedPrice: string | null;
  readonly clientOrderId: string;
}

/** Sends an order, or the same one again. Answers it as it is known by then. Throws ApiProblem, or what kept the answer away. */
export async function sendOrder({
  symbol,
  terms,
  timeInForce,
  expectedPrice,
  clientOrderId,
}: SentOrder): Promise<Order> {
  const { side, type, quantity, limitPrice, stopPrice } = terms;
  const body = {
    symbol,
    side,
    type,
    quantity,
    time_in_force: timeInForce,
    client_order_id: clientOrderId,
    ...(limitPrice === null ? {} : { limit_price: limitPrice }),
    ...(stopPrice === null ? {} : { stop_price: stopPrice }),
    ...(expectedPrice === null ? {} : { expected_price: expectedPrice }),
  };
  const order = await answered(api.POST('/api/v1/orders', { body }));
  orders.put([order]);
  return order;
}

/** Asks for an order to be cancelled, and waits a little for it to be so. */
export async function cancelOrder(id: string): Promise<Order> {
  const order = await answered(
    api.DELETE('/api/v1/orders/{id}', { params: { path: { id }, header: { prefer: 'wait=5' } } }),
  );
  orders.put([order]);
  readAgain();
  return order;
}

/** Reads an order anew. */
export async function readOrder(id: string): Promise<Order> {
  const order = await answered(api.GET('/api/v1/orders/{id}', { params: { path: { id } } }));
  orders.put([order]);
  return order;
}
