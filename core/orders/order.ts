import { divide } from '../money/rounding.ts';

export const SIDES = ['buy', 'sell'] as const;
export type Side = (typeof SIDES)[number];

export const ORDER_TYPES = ['market', 'limit', 'stop', 'stop_limit'] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

export const TIMES_IN_FORCE = ['day', 'gtc', 'ioc', 'fok'] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

/** "accepted" is durable but not decided yet; the last four are final. */
export const ORDER_STATUSES = [
  'accepted',
  'open',
  'partially_filled',
  'filled',
  'cancelled',
  'expired',
  'rejected',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** Why an order was rejected when it was decided. */
export const ORDER_REJECTIONS = [
  'unknown-symbol',
  'instrument-halted',
  'price-unavailable',
  'price-stale',
  'price-moved',
  'notional-too-large',
  'insufficient-buying-power',
  'insufficient-quantity',
] as const;
export type OrderRejection = (typeof ORDER_REJECTIONS)[number];

/** Why the rest of an order was cancelled other than by its owner. */
export const CANCELLATION_REASONS = [
  'not-filled-immediately',
  'insufficient-buying-power',
  'balance-too-large',
] as const;
export type CancellationReason = (typeof CANCELLATION_REASONS)[number];

/** Every reason that an order can carry. */
export const ORDER_REASONS = [...ORDER_REJECTIONS, 'not-filled-immediately', 'balance-too-large'] as const;

/** What the trader asked for. Quantities are millionths of a share, prices millionths of the account currency. */
export interface OrderTerms {
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantityMicros: bigint;
  /** Present on limit and stop_limit. */
  readonly limitPriceMicros: bigint | null;
  /** Present on stop and stop_limit. */
  readonly stopPriceMicros: bigint | null;
  readonly timeInForce: TimeInForce;
  /** The price the trader saw; a market further away than the tolerance rejects the order. */
  readonly expectedPriceMicros: bigint | null;
}

/** An order and what has become of it. */
export interface Order {
  readonly accountId: string;
  readonly id: string;
  readonly clientOrderId: string | null;
  readonly terms: OrderTerms;
  readonly status: OrderStatus;
  readonly reason: OrderRejection | CancellationReason | null;
  readonly filledQuantityMicros: bigint;
  /** Sum of the notionals of all fills. */
  readonly filledNotionalMicros: bigint;
  /** Sum of price times quantity of all fills, exact, in millionths of a millionth; the notionals are each rounded. */
  readonly filledValuePicos: bigint;
  /** Reserved for what is still open: cash of a buy, shares of a sale. */
  readonly heldMicros: bigint;
  /** Whether a stop has been reached; false for other types. */
  readonly triggered: boolean;
  readonly fillCount: number;
  /** As-of time of the newest price this order was tried against, epoch milliseconds; one price fills it at most once. */
  readonly triedAsOfMs: number;
  /** When a day order lapses, epoch milliseconds; null for the others. */
  readonly expiresAtMs: number | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** Whether an order can still be filled, cancelled or expire. */
export function isOpen(order: Order): boolean {
  return order.status === 'open' || order.status === 'partially_filled';
}

/** Whether its owner has cancelled an order, whatever had been filled before. */
export function isCancelledByOwner(order: Order): boolean {
  return order.status === 'cancelled' && order.reason === null;
}

/** What is left to fill, in millionths of a share. */
export function remainingQuantity(order: Order): bigint {
  return order.terms.quantityMicros - order.filledQuantityMicros;
}

/** Quantity-weighted average price of the fills, half-even, so never worse than a limit that each of them met; null before the first. */
export function averageFillPrice(order: Order): bigint | null {
  if (order.filledQuantityMicros === 0n) return null;
  return divide(order.filledValuePicos, order.filledQuantityMicros, 'half-even');
}

/** Whether two orders ask for the same, field by field. */
export function sameTerms(one: OrderTerms, other: OrderTerms): boolean {
  return (
    one.symbol === other.symbol &&
    one.side === other.side &&
    one.type === other.type &&
    one.quantityMicros === other.quantityMicros &&
    one.limitPriceMicros === other.limitPriceMicros &&
    one.stopPriceMicros === other.stopPriceMicros &&
    one.timeInForce === other.timeInForce &&
    one.expectedPriceMicros === other.expectedPriceMicros
  );
}
