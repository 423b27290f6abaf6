import { MICROS_PER_UNIT } from '@bourse/core/money/decimal.ts';
import type { Order, OrderStatus, OrderTerms } from '@bourse/core/orders/order.ts';
import { isOpen } from '@bourse/core/orders/order.ts';
import { wakePrices } from '@bourse/core/orders/wake.ts';
import type { Column } from '../rows.ts';

/** A row of the table `orders` as the driver returns it. */
export interface OrderRow {
  readonly account_id: string;
  readonly id: string;
  readonly client_order_id: string | null;
  readonly symbol: string;
  readonly side: string;
  readonly type: string;
  readonly quantity_micros: bigint;
  readonly limit_price_micros: bigint | null;
  readonly stop_price_micros: bigint | null;
  readonly time_in_force: string;
  readonly expected_price_micros: bigint | null;
  readonly status: string;
  readonly reason: string | null;
  readonly filled_quantity_micros: bigint;
  readonly filled_notional_micros: bigint;
  /** Null on orders that were written before there was this column. */
  readonly filled_value_picos: string | null;
  readonly held_micros: bigint;
  readonly triggered: boolean;
  readonly fill_count: number;
  readonly tried_as_of_ms: bigint;
  readonly expires_at_ms: bigint | null;
  readonly created_at_ms: bigint;
  readonly updated_at_ms: bigint;
}

/** Reads an order from its row; the words were checked when they were written. */
export function orderFromRow(row: OrderRow): Order {
  return {
    accountId: row.account_id,
    id: row.id,
    clientOrderId: row.client_order_id,
    terms: {
      symbol: row.symbol,
      side: row.side as OrderTerms['side'],
      type: row.type as OrderTerms['type'],
      quantityMicros: row.quantity_micros,
      limitPriceMicros: row.limit_price_micros,
      stopPriceMicros: row.stop_price_micros,
      timeInForce: row.time_in_force as OrderTerms['timeInForce'],
      expectedPriceMicros: row.expected_price_micros,
    },
    status: row.status as OrderStatus,
    reason: row.reason as Order['reason'],
    filledQuantityMicros: row.filled_quantity_micros,
    filledNotionalMicros: row.filled_notional_micros,
    filledValuePicos: filledValueOf(row),
    heldMicros: row.held_micros,
    triggered: row.triggered,
    fillCount: row.fill_count,
    triedAsOfMs: Number(row.tried_as_of_ms),
    expiresAtMs: row.expires_at_ms === null ? null : Number(row.expires_at_ms),
    createdAtMs: Number(row.created_at_ms),
    updatedAtMs: Number(row.updated_at_ms),
  };
}

/** Without the exact sum, the one of the rounded notionals is all there is. */
function filledValueOf({ filled_value_picos: value, filled_notional_micros: notional }: OrderRow): bigint {
  return value === null ? notional * MICROS_PER_UNIT : BigInt(value);
}

/** Columns of `orders` that never change once the order is there. */
const FIXED_COLUMNS: readonly Column<Order>[] = [
  ['account_id', 'uuid', (order) => order.accountId],
  ['id', 'uuid', (order) => order.id],
  ['client_order_id', 'text', (order) => order.clientOrderId],
  ['symbol', 'text', ({ terms }) => terms.symbol],
  ['side', 'text', ({ terms }) => terms.side],
  ['type', 'text', ({ terms }) => terms.type],
  ['quantity_micros', 'bigint', ({ terms }) => terms.quantityMicros],
  ['limit_price_micros', 'bigint', ({ terms }) => terms.limitPriceMicros],
  ['stop_price_micros', 'bigint', ({ terms }) => terms.stopPriceMicros],
  ['time_in_force', 'text', ({ terms }) => terms.timeInForce],
  ['expected_price_micros', 'bigint', ({ terms }) => terms.expectedPriceMicros],
  ['expires_at_ms', 'bigint', (order) => order.expiresAtMs],
  ['created_at_ms', 'bigint', (order) => order.createdAtMs],
];

/** Columns of `orders` that follow what becomes of the order. */
export const CHANGING_ORDER_COLUMNS: readonly Column<Order>[] = [
  ['status', 'text', (order) => order.status],
  ['reason', 'text', (order) => order.reason],
  ['filled_quantity_micros', 'bigint', (order) => order.filledQuantityMicros],
  ['filled_notional_micros', 'bigint', (order) => order.filledNotionalMicros],
  ['filled_value_picos', 'numeric', (order) => order.filledValuePicos],
  ['held_micros', 'bigint', (order) => order.heldMicros],
  ['triggered', 'boolean', (order) => order.triggered],
  ['fill_count', 'integer', (order) => order.fillCount],
  ['tried_as_of_ms', 'bigint', (order) => order.triedAsOfMs],
  ['updated_at_ms', 'bigint', (order) => order.updatedAtMs],
  ['wake_at_or_above_micros', 'bigint', (order) => wakePrices(order).atOrAboveMicros],
  ['wake_at_or_below_micros', 'bigint', (order) => wakePrices(order).atOrBelowMicros],
  ['lapses_at_ms', 'bigint', (order) => (isOpen(order) ? order.expiresAtMs : null)],
];

/** All columns of `orders`. */
export const ORDER_COLUMNS = [...FIXED_COLUMNS, ...CHANGING_ORDER_COLUMNS];
