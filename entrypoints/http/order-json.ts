import type { Static } from 'typebox';
import { formatMicros, formatMoney, parseMicros } from '@bourse/core/money/decimal.ts';
import type { Order, OrderTerms } from '@bourse/core/orders/order.ts';
import { averageFillPrice, ORDER_TYPES } from '@bourse/core/orders/order.ts';
import { formatTime } from '@bourse/core/time/utc.ts';
import { InvalidRequest } from './problem.ts';
import type { ProblemError } from './schemas/problem-schema.ts';
import type { OrderFormSchema, OrderSchema } from './schemas/trading-schema.ts';
import { microsOf } from './wire-codec.ts';

type OrderForm = Static<typeof OrderFormSchema>;

/** Smallest quantity of an order: 0.001 of a share, in millionths. */
const MIN_QUANTITY_MICROS = 1_000n;

/** Reads the terms of an order. Throws InvalidRequest with everything in which its fields do not fit together. */
export function termsOf(form: OrderForm): OrderTerms {
  const errors = orderFaults(form);
  if (errors.length > 0) throw new InvalidRequest(errors);
  return {
    symbol: form.symbol,
    side: form.side,
    type: form.type,
    quantityMicros: microsOf(form.quantity),
    limitPriceMicros: optionalMicros(form.limit_price),
    stopPriceMicros: optionalMicros(form.stop_price),
    timeInForce: form.time_in_force,
    expectedPriceMicros: optionalMicros(form.expected_price),
  };
}

/** An order as its owner sees it. */
export function orderJson(order: Order): Static<typeof OrderSchema> {
  const { terms } = order;
  const average = averageFillPrice(order);
  return {
    id: order.id,
    client_order_id: order.clientOrderId,
    symbol: terms.symbol,
    side: terms.side,
    type: terms.type,
    quantity: formatMicros(terms.quantityMicros),
    limit_price: optionalMoney(terms.limitPriceMicros),
    stop_price: optionalMoney(terms.stopPriceMicros),
    time_in_force: terms.timeInForce,
    expected_price: optionalMoney(terms.expectedPriceMicros),
    status: order.status,
    reason: order.reason,
    filled_quantity: formatMicros(order.filledQuantityMicros),
    average_fill_price: optionalMoney(average),
    expires_at: order.expiresAtMs === null ? null : formatTime(order.expiresAtMs),
    created_at: formatTime(order.createdAtMs),
    updated_at: formatTime(order.updatedAtMs),
  };
}

/** In what the fields of an order do not fit together, as far as they can be read. */
export function orderFaults(body: unknown): readonly ProblemError[] {
  const form: { readonly [Field in keyof OrderForm]?: unknown } = typeof body === 'object' && body !== null ? body : {};
  return [...quantityFaults(form.quantity), ...typeFaults(form)];
}

function quantityFaults(quantity: unknown): readonly ProblemError[] {
  const quantityMicros = typeof quantity === 'string' ? parseMicros(quantity) : undefined;
  if (quantityMicros === undefined || quantityMicros >= MIN_QUANTITY_MICROS) return [];
  return [{ pointer: '/quantity', message: 'must be at least 0.001' }];
}

function typeFaults(form: { readonly [Field in keyof OrderForm]?: unknown }): readonly ProblemError[] {
  const type = ORDER_TYPES.find((one) => one === form.type);
  if (type === undefined) return [];
  const needsLimit = type === 'limit' || type === 'stop_limit';
  const needsStop = type === 'stop' || type === 'stop_limit';
  const isImmediate = form.time_in_force === 'ioc' || form.time_in_force === 'fok';
  return [
    ...presenceFaults('limit_price', form.limit_price, needsLimit, type),
    ...presenceFaults('stop_price', form.stop_price, needsStop, type),
    ...(needsStop && isImmediate
      ? [{ pointer: '/time_in_force', message: `must be day or gtc for a ${type} order` }]
      : []),
  ];
}

function presenceFaults(field: string, value: unknown, needed: boolean, type: string): readonly ProblemError[] {
  const present = value !== null && value !== undefined;
  if (present === needed) return [];
  const message = needed ? `is required for a ${type} order` : `must be left out for a ${type} order`;
  return [{ pointer: `/${field}`, message }];
}

function optionalMicros(text: string | null | undefined): bigint | null {
  return text === null || text === undefined ? null : microsOf(text);
}

function optionalMoney(micros: bigint | null): string | null {
  return micros === null ? null : formatMoney(micros);
}
