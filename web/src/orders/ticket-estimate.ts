import { formatMicros, formatMoney, MICROS_PER_UNIT, parseMicros } from '@bourse/core/money/decimal.ts';
import { commission, divide, notional } from '@bourse/core/money/rounding.ts';
import type { TradingRules } from '../market/trading-rules.ts';
import type { Order } from './orders.ts';

/** What an order asks for, read from the form: decimal strings that are numbers above zero. */
export interface TicketTerms {
  readonly side: Order['side'];
  readonly type: Order['type'];
  readonly quantity: string;
  /** Of limit and stop_limit. */
  readonly limitPrice: string | null;
  /** Of stop and stop_limit. */
  readonly stopPrice: string | null;
}

/** What the account and the market have for it. */
export interface TicketSurroundings {
  readonly price: string;
  readonly buyingPower: string;
  /** Shares that can be sold. */
  readonly available: string;
  readonly rules: TradingRules;
}

/** Why an order would be rejected if it were decided now. */
export type TicketObstacle = 'insufficient-buying-power' | 'insufficient-quantity' | 'notional-too-large';

/** What an order is expected to cost or bring; money as decimal strings. */
export interface TicketEstimate {
  /** The price it is reckoned with: the worst at which it expects to trade. */
  readonly price: string;
  readonly notional: string;
  readonly commission: string;
  /** What a purchase costs, or a sale brings, commission included. */
  readonly total: string;
  readonly buyingPowerAfter: string;
  readonly availableAfter: string;
  readonly obstacles: readonly TicketObstacle[];
}

/**
 * Reckons an order beforehand as the books will: a purchase reserves notional and commission rounded up at its reservation price, a sale
 * brings notional less commission, both rounded down. Throws RangeError for what is no decimal.
 */
export function estimateOrder(terms: TicketTerms, surroundings: TicketSurroundings): TicketEstimate {
  const { rules } = surroundings;
  const priceMicros = reservationPrice(terms, micros(surroundings.price));
  const quantityMicros = micros(terms.quantity);
  const isBuy = terms.side === 'buy';
  const rounding = isBuy ? 'up' : 'down';
  const worth = notional(priceMicros, quantityMicros, rounding);
  const fee = commission(worth, BigInt(rules.commission_basis_points), rounding);
  const total = isBuy ? worth + fee : worth - fee;
  const buyingPower = micros(surroundings.buyingPower);
  const available = micros(surroundings.available);
  const buyingPowerAfter = isBuy ? buyingPower - total : buyingPower + total;
  const availableAfter = isBuy ? available + quantityMicros : available - quantityMicros;
  const obstacles: TicketObstacle[] = [];
  if (worth > micros(rules.max_order_notional)) obstacles.push('notional-too-large');
  if (isBuy && buyingPowerAfter < 0n) obstacles.push('insufficient-buying-power');
  if (!isBuy && availableAfter < 0n) obstacles.push('insufficient-quantity');
  return {
    price: formatMoney(priceMicros),
    notional: formatMoney(worth),
    commission: formatMoney(fee),
    total: formatMoney(total),
    buyingPowerAfter: formatMoney(buyingPowerAfter),
    availableAfter: formatMicros(availableAfter),
    obstacles,
  };
}

/** The prices between which the market may be for an order that expects this one; the edges are allowed. */
export function toleratedPrices(
  expected: string,
  rules: TradingRules,
): { readonly low: string; readonly high: string } {
  const expectedMicros = micros(expected);
  const whole = 100n * MICROS_PER_UNIT;
  const tolerated = micros(rules.price_tolerance_percent) * expectedMicros;
  return {
    low: formatMoney(divide(expectedMicros * whole - tolerated, whole, 'up')),
    high: formatMoney(divide(expectedMicros * whole + tolerated, whole, 'down')),
  };
}

function reservationPrice({ limitPrice, stopPrice }: TicketTerms, marketMicros: bigint): bigint {
  if (limitPrice !== null) return micros(limitPrice);
  if (stopPrice === null) return marketMicros;
  const stopMicros = micros(stopPrice);
  return stopMicros > marketMicros ? stopMicros : marketMicros;
}

function micros(decimal: string): bigint {
  const read = parseMicros(decimal);
  if (read === undefined) throw new RangeError(`"${decimal}" is no decimal number`);
  return read;
}
