import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { CancelOrderRefusal, OrderDesk, PlaceOrderRefusal } from '@bourse/application/orders/order-desk.ts';
import type { AccountQueries } from '@bourse/application/ports/account-queries.ts';
import type { Order, OrderRejection } from '@bourse/core/orders/order.ts';
import { isOpen } from '@bourse/core/orders/order.ts';
import { traderOf } from './authentication.ts';
import { orderFaults, orderJson, termsOf } from './order-json.ts';
import { pageOf, pageRequestOf } from './page-cursor-codec.ts';
import { preferredWaitMs } from './prefer-wait.ts';
import { sendProblem } from './problem.ts';
import {
  CancelHeaders,
  OrderFormSchema,
  OrderHeaders,
  OrderPageQuery,
  OrderPageSchema,
  OrderParams,
  OrderSchema,
} from './schemas/trading-schema.ts';
import { cursorNumberOf } from './wire-codec.ts';
import { traceOfRequest } from './correlation.ts';

/** What the routes of orders need. */
export interface OrdersDependencies {
  readonly desk: OrderDesk;
  readonly queries: AccountQueries;
}

const PLACE_STATUS: Readonly<Record<PlaceOrderRefusal, 409>> = {
  'client-order-id-reused': 409,
  'idempotency-key-reused': 409,
};
const PLACE_DETAIL: Readonly<Record<PlaceOrderRefusal, string>> = {
  'client-order-id-reused':
    'This client_order_id names another order of yours. Choose a new one, or send the same terms.',
  'idempotency-key-reused': 'This Idempotency-Key was sent with another body. Choose a new one, or send the same body.',
};
const REJECTED_STATUS: Readonly<Record<OrderRejection, 422>> = {
  'unknown-symbol': 422,
  'instrument-halted': 422,
  'price-unavailable': 422,
  'price-stale': 422,
  'price-moved': 422,
  'notional-too-large': 422,
  'insufficient-buying-power': 422,
  'insufficient-quantity': 422,
};
const CANCEL_STATUS: Readonly<Record<CancelOrderRefusal, 404 | 422>> = {
  'order-not-found': 404,
  'order-not-open': 422,
};
const CANCEL_DETAIL: Readonly<Record<CancelOrderRefusal, string>> = {
  'order-not-found': 'You have no order with this id.',
  'order-not-open': 'The order is final: there is nothing left to cancel.',
};
const NOT_FOUND = { 'order-not-found': 404 } as const;

/** Placing, reading, listing and cancelling orders. */
export function ordersRoutes({ desk, queries }: OrdersDependencies): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.post('/api/v1/orders', {
      config: {
        access: { roles: ['trader'], scopes: ['orders:write'] },
        problems: { ...PLACE_STATUS, ...REJECTED_STATUS },
        bodyFaults: orderFaults,
      },
      schema: {
        tags: ['orders'],
        summary: 'Place an order',
        description:
          '202 once the order is durable. With "Prefer: wait=5": 201 once it is final, or 422 when it was rejected.',
        headers: OrderHeaders,
        body: OrderFormSchema,
        response: { 201: OrderSchema, 202: OrderSchema },
      },
      handler: async (request, reply) => {
        const waitMs = preferredWaitMs(request.headers.prefer);
        const placed = await desk.place(
          {
            accountId: traderOf(request).accountId,
            terms: termsOf(request.body),
            clientOrderId: request.body.client_order_id ?? null,
            idempotencyKey: request.headers['idempotency-key'] ?? null,
            trace: traceOfRequest(request),
          },
          waitMs,
        );
        if (!placed.ok) {
          return sendProblem(reply, PLACE_STATUS[placed.refusal], placed.refusal, {
            detail: PLACE_DETAIL[placed.refusal],
          });
        }
        const order = placed.value;
        if (waitMs > 0 && order.status === 'rejected' && order.reason !== null) {
          const detail = `The order was rejected: ${order.reason.replaceAll('-', ' ')}.`;
          return sendProblem(reply, 422, order.reason, { detail, extensions: { order: orderJson(order) } });
        }
        const final = waitMs > 0 && isFinal(order);
        reply.code(final ? 201 : 202).header('location', `/api/v1/orders/${order.id}`);
        return orderJson(order);
      },
    });

    http.get('/api/v1/orders', {
      config: { access: { roles: ['trader'], scopes: ['orders:read'] } },
      schema: {
        tags: ['orders'],
        summary: 'List orders, newest first',
        querystring: OrderPageQuery,
        response: { 200: OrderPageSchema },
      },
      handler: async (request) => {
        const { limit, after } = pageRequestOf(request.query, ['text', 'uuid']);
        const orders = await queries.listOrders({
          accountId: traderOf(request).accountId,
          symbol: request.query.symbol ?? null,
          openOnly: request.query.status === 'open',
          limit: limit + 1,
          after: after === null ? null : { createdAtMs: Number(cursorNumberOf(after[0])), id: after[1] ?? '' },
        });
        const keysOf = (order: Order): string[] => [String(order.createdAtMs), order.id];
        return pageOf(orders, limit, { toJson: orderJson, keysOf });
      },
    });

    http.get('/api/v1/orders/:id', {
      config: { access: { roles: ['trader'], scopes: ['orders:read'] }, problems: NOT_FOUND },
      schema: { tags: ['orders'], summary: 'Read an order', params: OrderParams, response: { 200: OrderSchema } },
      handler: async (request, reply) => {
        const order = await desk.find({ accountId: traderOf(request).accountId, orderId: request.params.id });
        if (order === undefined) {
          return sendProblem(reply, 404, 'order-not-found', { detail: CANCEL_DETAIL['order-not-found'] });
        }
        return orderJson(order);
      },
    });

    http.delete('/api/v1/orders/:id', {
      config: { access: { roles: ['trader'], scopes: ['orders:write'] }, problems: CANCEL_STATUS },
      schema: {
        tags: ['orders'],
        summary: 'Cancel an order',
        description:
          '202 once the wish is durable. With "Prefer: wait=5": 200 once it is decided. An order that you have cancelled before is answered with 200 again; one that is final for another reason is refused (order-not-open).',
        headers: CancelHeaders,
        params: OrderParams,
        response: { 200: OrderSchema, 202: OrderSchema },
      },
      handler: async (request, reply) => {
        const name = { accountId: traderOf(request).accountId, orderId: request.params.id };
        const cancelled = await desk.cancel(name, traceOfRequest(request), preferredWaitMs(request.headers.prefer));
        if (!cancelled.ok) {
          const { refusal } = cancelled;
          return sendProblem(reply, CANCEL_STATUS[refusal], refusal, { detail: CANCEL_DETAIL[refusal] });
        }
        reply.code(isFinal(cancelled.value) ? 200 : 202);
        return orderJson(cancelled.value);
      },
    });
  };
}

function isFinal(order: Order): boolean {
  return order.status !== 'accepted' && !isOpen(order);
}
