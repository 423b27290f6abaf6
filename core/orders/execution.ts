import type { FillPrice } from '../ledger/movement.ts';
import { commission, notional } from '../money/rounding.ts';
import type { CancellationReason, Order, OrderTerms } from './order.ts';
import { remainingQuantity } from './order.ts';
import type { OrderEvent, OrderFilled } from './order-event.ts';
import { evolveOrder } from './order-event.ts';
import { reservation } from './reservation.ts';
import type { TradingRules } from './trading-rules.ts';
import { fillableQuantity } from './trading-rules.ts';

/** The market an order is tried against: a believed price, the rules, and what the account can still spend. */
export interface Market {
  readonly price: FillPrice;
  readonly rules: TradingRules;
  readonly atMs: number;
  /** Cash free to spend beyond what the order has reserved, millionths. */
  readonly availableCashMicros: bigint;
}

/**
 * Tries an order against one price: triggers a stop that is reached, fills what the liquidity allows, and cancels the rest of a
 * purchase that can no longer be paid. No event means that the order goes on waiting.
 */
export function execute(order: Order, market: Market): readonly OrderEvent[] {
  const { price, atMs } = market;
  if (waitsForStop(order, price.priceMicros)) return [];
  const triggered: readonly OrderEvent[] =
    order.terms.stopPriceMicros === null || order.triggered ? [] : [{ type: 'order-triggered', atMs }];
  const active = triggered.reduce(evolveOrder, order);
  if (!isMarketable(active.terms, price.priceMicros)) return triggered;
  const quantity = fillableQuantity(market.rules.liquidity, remainingQuantity(active));
  if (active.terms.timeInForce === 'fok' && quantity < remainingQuantity(active)) return triggered;
  return [...triggered, fillOrCancel(active, quantity, market)];
}

/** A buy stop is reached by a market at or above it, a sell stop by one at or below it. */
function waitsForStop(order: Order, marketPriceMicros: bigint): boolean {
  const { stopPriceMicros, side } = order.terms;
  if (stopPriceMicros === null || order.triggered) return false;
  return side === 'buy' ? marketPriceMicros < stopPriceMicros : marketPriceMicros > stopPriceMicros;
}

/** A limit never fills worse than its limit; anything without one fills at any price. */
function isMarketable(terms: OrderTerms, marketPriceMicros: bigint): boolean {
  if (terms.limitPriceMicros === null) return true;
  return terms.side === 'buy'
    ? marketPriceMicros <= terms.limitPriceMicros
    : marketPriceMicros >= terms.limitPriceMicros;
}

function fillOrCancel(order: Order, quantityMicros: bigint, market: Market): OrderEvent {
  const filled = fillOf(order, quantityMicros, market);
  if (order.terms.side === 'sell') return filled;
  const needed = filled.notionalMicros + filled.commissionMicros + filled.heldMicros - order.heldMicros;
  if (needed <= market.availableCashMicros) return filled;
  const reason: CancellationReason = 'insufficient-buying-power';
  return { type: 'order-cancelled', reason, atMs: market.atMs };
}

function fillOf(order: Order, quantityMicros: bigint, market: Market): OrderFilled {
  const { price, rules, atMs } = market;
  const notionalMicros = notional(price.priceMicros, quantityMicros, 'down');
  const remaining = remainingQuantity(order) - quantityMicros;
  const rests = order.terms.timeInForce === 'day' || order.terms.timeInForce === 'gtc';
  return {
    type: 'order-filled',
    quantityMicros,
    price,
    notionalMicros,
    commissionMicros: commission(notionalMicros, rules.commissionBasisPoints, 'down'),
    heldMicros: rests ? reservation(order, remaining, price.priceMicros, rules) : 0n,
    atMs,
  };
}
