import { commission, notional } from '../money/rounding.ts';
import type { Order, OrderTerms } from './order.ts';
import type { TradingRules } from './trading-rules.ts';

/**
 * The worst price at which an order expects to trade, in millionths: its limit; else, while a stop waits, the worse of stop and
 * market; else the market.
 */
export function reservationPrice(terms: OrderTerms, triggered: boolean, marketPriceMicros: bigint): bigint {
  if (terms.limitPriceMicros !== null) return terms.limitPriceMicros;
  if (terms.stopPriceMicros === null || triggered) return marketPriceMicros;
  return terms.stopPriceMicros > marketPriceMicros ? terms.stopPriceMicros : marketPriceMicros;
}

/**
 * What an open order keeps reserved for `quantityMicros`: a sale its shares, a purchase the notional at the reservation price plus
 * commission. Both are rounded up, and fills down, so the reservation of a limit order always covers its fills.
 */
export function reservation(
  order: Order,
  quantityMicros: bigint,
  marketPriceMicros: bigint,
  rules: TradingRules,
): bigint {
  if (quantityMicros === 0n) return 0n;
  if (order.terms.side === 'sell') return quantityMicros;
  const price = reservationPrice(order.terms, order.triggered, marketPriceMicros);
  const cost = notional(price, quantityMicros, 'up');
  return cost + commission(cost, rules.commissionBasisPoints, 'up');
}
