import type { FillPrice } from '../ledger/movement.ts';
import type { Account } from '../ledger/account.ts';
import type { Position } from '../ledger/position.ts';
import type { Instrument } from '../market/instrument.ts';
import type { Price } from '../market/price.ts';
import { isStale } from '../market/price.ts';
import { isBeyondTolerance, notional } from '../money/rounding.ts';
import { nextClose } from '../time/utc.ts';
import { execute } from './execution.ts';
import type { Order, OrderRejection, OrderTerms } from './order.ts';
import { isOpen } from './order.ts';
import type { OrderEvent } from './order-event.ts';
import { evolveOrder } from './order-event.ts';
import { reservation, reservationPrice } from './reservation.ts';
import type { TradingRules } from './trading-rules.ts';

/** What a decision looks at: the owner's books, the instrument, its newest price, the rules, and the time stamped by the caller. */
export interface OrderContext {
  readonly account: Account;
  readonly position: Position;
  readonly instrument: Instrument | undefined;
  readonly price: Price | undefined;
  readonly rules: TradingRules;
  readonly atMs: number;
}

/** A new order as it came from its owner, before anything is decided. */
export interface NewOrder {
  readonly accountId: string;
  readonly id: string;
  readonly clientOrderId: string | null;
  readonly terms: OrderTerms;
  readonly createdAtMs: number;
}

/** The order that a placement starts from: status "accepted", nothing held, nothing filled. */
export function acceptedOrder(placed: NewOrder, rules: TradingRules): Order {
  return {
    ...placed,
    status: 'accepted',
    reason: null,
    filledQuantityMicros: 0n,
    filledNotionalMicros: 0n,
    filledValuePicos: 0n,
    heldMicros: 0n,
    triggered: false,
    fillCount: 0,
    triedAsOfMs: 0,
    expiresAtMs: placed.terms.timeInForce === 'day' ? nextClose(placed.createdAtMs, rules.closeMinuteUtc) : null,
    updatedAtMs: placed.createdAtMs,
  };
}

/**
 * Decides a new order: rejects it, or fills what the market gives at once and lets the rest wait (day, gtc) or cancels it (ioc, fok).
 * A day order that is decided only after its close has expired. Always answers at least one event. Throws RangeError when the order is
 * not a new one.
 */
export function decidePlacement(order: Order, context: OrderContext): readonly OrderEvent[] {
  if (order.status !== 'accepted') throw new RangeError(`order ${order.id} is ${order.status}, not new`);
  const { atMs, price } = context;
  if (isPastClose(order, atMs)) return [{ type: 'order-expired', atMs }];
  const reason = rejectionOf(order, context);
  if (reason !== null) return [{ type: 'order-rejected', reason, atMs }];
  if (price === undefined) throw new RangeError(`order ${order.id} has no price`);
  const tried: readonly OrderEvent[] = [{ type: 'order-tried', asOfMs: price.asOfMs }, ...tryAt(order, price, context)];
  return [...tried, ...settleRest(tried.reduce(evolveOrder, order), price, context)];
}

/**
 * Tries an open order against a newer price. Answers no event when the order is not open, when the price is too old or not newer
 * than the last one tried, and when it changes nothing. A day order whose close has passed expires instead.
 */
export function decideTick(order: Order, price: Price, context: OrderContext): readonly OrderEvent[] {
  const expired = decideExpiry(order, context.atMs);
  if (expired.length > 0) return expired;
  if (!isOpen(order) || context.instrument?.status !== 'active') return [];
  if (price.asOfMs <= order.triedAsOfMs || isStale(price, context.atMs, context.rules.maxPriceAgeMs)) return [];
  const events = tryAt(order, price, context);
  return events.length === 0 ? [] : [{ type: 'order-tried', asOfMs: price.asOfMs }, ...events];
}

/** Cancels an open order at its owner's wish; no event when it is not open any more. */
export function decideCancellation(order: Order, atMs: number): readonly OrderEvent[] {
  return isOpen(order) ? [{ type: 'order-cancelled', reason: null, atMs }] : [];
}

/** Expires an open day order once its close has come; no event before, or when it is not open. */
export function decideExpiry(order: Order, atMs: number): readonly OrderEvent[] {
  return isOpen(order) && isPastClose(order, atMs) ? [{ type: 'order-expired', atMs }] : [];
}

function isPastClose(order: Order, atMs: number): boolean {
  return order.expiresAtMs !== null && order.expiresAtMs <= atMs;
}

function tryAt(order: Order, price: Price, context: OrderContext): readonly OrderEvent[] {
  return execute(order, {
    price: fillPrice(price),
    rules: context.rules,
    atMs: context.atMs,
    account: context.account,
    position: context.position,
  });
}

function fillPrice(price: Price): FillPrice {
  return { priceMicros: price.priceMicros, source: price.source, asOfMs: price.asOfMs };
}

/** What happens to the part of a new order that the first price did not fill. */
function settleRest(order: Order, price: Price, context: OrderContext): readonly OrderEvent[] {
  const { atMs, rules } = context;
  if (order.status === 'filled' || order.status === 'cancelled') return [];
  if (order.terms.timeInForce === 'ioc' || order.terms.timeInForce === 'fok') {
    return [{ type: 'order-cancelled', reason: 'not-filled-immediately', atMs }];
  }
  if (order.status === 'partially_filled') return [];
  const heldMicros = reservation(order, order.terms.quantityMicros, price.priceMicros, rules);
  return [{ type: 'order-opened', heldMicros, atMs }];
}

function rejectionOf(order: Order, context: OrderContext): OrderRejection | null {
  const { instrument, price, rules, atMs } = context;
  if (instrument === undefined) return 'unknown-symbol';
  if (instrument.status === 'halted') return 'instrument-halted';
  if (price === undefined) return 'price-unavailable';
  if (isStale(price, atMs, rules.maxPriceAgeMs)) return 'price-stale';
  const { expectedPriceMicros } = order.terms;
  if (
    expectedPriceMicros !== null &&
    isBeyondTolerance(price.priceMicros, expectedPriceMicros, rules.priceToleranceMicros)
  ) {
    return 'price-moved';
  }
  return rejectionByMeans(order, price, context);
}

/** Size limit first, then what the owner can pay or deliver; open orders have theirs reserved already. */
function rejectionByMeans(order: Order, price: Price, context: OrderContext): OrderRejection | null {
  const { account, position, rules } = context;
  const { terms } = order;
  if (notional(largestPrice(terms, price.priceMicros), terms.quantityMicros, 'up') > rules.maxNotionalMicros) {
    return 'notional-too-large';
  }
  const needed = reservation(order, terms.quantityMicros, price.priceMicros, rules);
  if (terms.side === 'sell') return needed > position.availableMicros ? 'insufficient-quantity' : null;
  return needed > account.availableMicros ? 'insufficient-buying-power' : null;
}

/** The highest price at which a new order expects to trade; a sale may well get more than its limit. */
function largestPrice(terms: OrderTerms, marketPriceMicros: bigint): bigint {
  const worst = reservationPrice(terms, false, marketPriceMicros);
  return terms.side === 'sell' && marketPriceMicros > worst ? marketPriceMicros : worst;
}
