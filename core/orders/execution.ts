import type { Account } from '../ledger/account.ts';
import { totalCash } from '../ledger/account.ts';
import type { FillPrice } from '../ledger/movement.ts';
import type { Position } from '../ledger/position.ts';
import { totalQuantity } from '../ledger/position.ts';
import { MAX_MICROS } from '../money/decimal.ts';
import { commission, notional } from '../money/rounding.ts';
import type { CancellationReason, Order, OrderTerms } from './order.ts';
import { remainingQuantity } from './order.ts';
import type { OrderEvent, OrderFilled } from './order-event.ts';
import { evolveOrder } from './order-event.ts';
import { reservation } from './reservation.ts';
import type { TradingRules } from './trading-rules.ts';
import { fillableQuantity } from './trading-rules.ts';

/** The market an order is tried against: a believed price, the rules, and the balances that a fill would change. */
export interface Market {
  readonly price: FillPrice;
  readonly rules: TradingRules;
  readonly atMs: number;
  readonly account: Account;
  readonly position: Position;
}

/**
 * Tries an order against one price: triggers a stop that is reached, fills what the liquidity allows, and cancels the rest of a
 * purchase that can no longer be paid, and of an order whose fill would be more than an account can hold. No event means that the order goes on waiting.
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
  const reason = obstacleTo(filled, order, market);
  return reason === null ? filled : { type: 'order-cancelled', reason, atMs: market.atMs };
}

/** Why a fill cannot be booked: cash that is not there beyond what the order has reserved, or a balance that is larger than what is counted. */
function obstacleTo(filled: OrderFilled, order: Order, { account, position }: Market): CancellationReason | null {
  if (order.terms.side === 'sell') {
    return totalCash(account) + filled.notionalMicros > MAX_MICROS ? 'balance-too-large' : null;
  }
  const needed = filled.notionalMicros + filled.commissionMicros + filled.heldMicros - order.heldMicros;
  if (needed > account.availableMicros) return 'insufficient-buying-power';
  return totalQuantity(position) + filled.quantityMicros > MAX_MICROS ? 'balance-too-large' : null;
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
