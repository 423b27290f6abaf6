import type { FillPrice } from '@bourse/core/ledger/movement.ts';
import { MICROS_PER_UNIT } from '@bourse/core/money/decimal.ts';
import type { Order, OrderTerms } from '@bourse/core/orders/order.ts';
import { ORDER_REASONS, ORDER_STATUSES, ORDER_TYPES, SIDES, TIMES_IN_FORCE } from '@bourse/core/orders/order.ts';
import type { OrderFilled } from '@bourse/core/orders/order-event.ts';
import type { JsonObject } from '../codec/json-fields-codec.ts';
import {
  flag,
  integer,
  integerOrNull,
  micros,
  microsOrNull,
  object,
  text,
  textOrNull,
  word,
} from '../codec/json-fields-codec.ts';

/** The terms of an order as a JSON object. */
export function termsToJson(terms: OrderTerms): JsonObject {
  return {
    ...terms,
    quantityMicros: terms.quantityMicros.toString(),
    limitPriceMicros: terms.limitPriceMicros?.toString() ?? null,
    stopPriceMicros: terms.stopPriceMicros?.toString() ?? null,
    expectedPriceMicros: terms.expectedPriceMicros?.toString() ?? null,
  };
}

/** Reads what `termsToJson` wrote. Throws TypeError or SyntaxError. */
export function termsFromJson(json: JsonObject): OrderTerms {
  return {
    symbol: text(json, 'symbol'),
    side: word(json, 'side', SIDES),
    type: word(json, 'type', ORDER_TYPES),
    quantityMicros: micros(json, 'quantityMicros'),
    limitPriceMicros: microsOrNull(json, 'limitPriceMicros'),
    stopPriceMicros: microsOrNull(json, 'stopPriceMicros'),
    timeInForce: word(json, 'timeInForce', TIMES_IN_FORCE),
    expectedPriceMicros: microsOrNull(json, 'expectedPriceMicros'),
  };
}

/** An order as a JSON object. */
export function orderToJson(order: Order): JsonObject {
  return {
    ...order,
    terms: termsToJson(order.terms),
    filledQuantityMicros: order.filledQuantityMicros.toString(),
    filledNotionalMicros: order.filledNotionalMicros.toString(),
    filledValuePicos: order.filledValuePicos.toString(),
    heldMicros: order.heldMicros.toString(),
  };
}

/** Reads what `orderToJson` wrote. Throws TypeError or SyntaxError. */
export function orderFromJson(json: JsonObject): Order {
  return {
    accountId: text(json, 'accountId'),
    id: text(json, 'id'),
    clientOrderId: textOrNull(json, 'clientOrderId'),
    terms: termsFromJson(object(json, 'terms')),
    status: word(json, 'status', ORDER_STATUSES),
    reason: json['reason'] === null ? null : word(json, 'reason', ORDER_REASONS),
    filledQuantityMicros: micros(json, 'filledQuantityMicros'),
    filledNotionalMicros: micros(json, 'filledNotionalMicros'),
    filledValuePicos: filledValueOf(json),
    heldMicros: micros(json, 'heldMicros'),
    triggered: flag(json, 'triggered'),
    fillCount: integer(json, 'fillCount'),
    triedAsOfMs: integer(json, 'triedAsOfMs'),
    expiresAtMs: integerOrNull(json, 'expiresAtMs'),
    createdAtMs: integer(json, 'createdAtMs'),
    updatedAtMs: integer(json, 'updatedAtMs'),
  };
}

/** Orders were written without it before; then the rounded sum is all there is. */
function filledValueOf(json: JsonObject): bigint {
  return json['filledValuePicos'] === undefined
    ? micros(json, 'filledNotionalMicros') * MICROS_PER_UNIT
    : micros(json, 'filledValuePicos');
}

/** A fill as a JSON object. */
export function fillToJson(fill: OrderFilled): JsonObject {
  return {
    ...fill,
    quantityMicros: fill.quantityMicros.toString(),
    price: { ...fill.price, priceMicros: fill.price.priceMicros.toString() },
    notionalMicros: fill.notionalMicros.toString(),
    commissionMicros: fill.commissionMicros.toString(),
    heldMicros: fill.heldMicros.toString(),
  };
}

/** Reads what `fillToJson` wrote. Throws TypeError or SyntaxError. */
export function fillFromJson(json: JsonObject): OrderFilled {
  return {
    type: 'order-filled',
    quantityMicros: micros(json, 'quantityMicros'),
    price: fillPriceFromJson(object(json, 'price')),
    notionalMicros: micros(json, 'notionalMicros'),
    commissionMicros: micros(json, 'commissionMicros'),
    heldMicros: micros(json, 'heldMicros'),
    atMs: integer(json, 'atMs'),
  };
}

function fillPriceFromJson(json: JsonObject): FillPrice {
  return { priceMicros: micros(json, 'priceMicros'), source: text(json, 'source'), asOfMs: integer(json, 'asOfMs') };
}
