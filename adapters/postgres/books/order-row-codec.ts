import type { Order, OrderStatus, OrderTerms } from '@bourse/core/orders/order.ts';
import { isOpen } from '@bourse/core/orders/order.ts';
import { wakePrices } from '@bourse/core/orders/wake.ts';

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
    heldMicros: row.held_micros,
    triggered: row.triggered,
    fillCount: row.fill_count,
    triedAsOfMs: Number(row.tried_as_of_ms),
    expiresAtMs: row.expires_at_ms === null ? null : Number(row.expires_at_ms),
    createdAtMs: Number(row.created_at_ms),
    updatedAtMs: Number(row.updated_at_ms),
  };
}

/** Columns and types of `orders`, in the order in which `orderToRow` writes them. */
export const ORDER_COLUMNS = `account_id uuid, id uuid, client_order_id text, symbol text, side text, type text,
  quantity_micros bigint, limit_price_micros bigint, stop_price_micros bigint, time_in_force text, expected_price_micros bigint,
  status text, reason text, filled_quantity_micros bigint, filled_notional_micros bigint, held_micros bigint, triggered boolean,
  fill_count integer, tried_as_of_ms bigint, expires_at_ms bigint, created_at_ms bigint, updated_at_ms bigint,
  wake_at_or_above_micros bigint, wake_at_or_below_micros bigint, lapses_at_ms bigint`;

/** Writes an order as a JSON row; 64-bit integers travel as strings of digits. */
export function orderToRow(order: Order): Readonly<Record<string, unknown>> {
  const { terms } = order;
  const wake = wakePrices(order);
  return {
    account_id: order.accountId,
    id: order.id,
    client_order_id: order.clientOrderId,
    symbol: terms.symbol,
    side: terms.side,
    type: terms.type,
    quantity_micros: digits(terms.quantityMicros),
    limit_price_micros: digits(terms.limitPriceMicros),
    stop_price_micros: digits(terms.stopPriceMicros),
    time_in_force: terms.timeInForce,
    expected_price_micros: digits(terms.expectedPriceMicros),
    status: order.status,
    reason: order.reason,
    filled_quantity_micros: digits(order.filledQuantityMicros),
    filled_notional_micros: digits(order.filledNotionalMicros),
    held_micros: digits(order.heldMicros),
    triggered: order.triggered,
    fill_count: order.fillCount,
    tried_as_of_ms: order.triedAsOfMs,
    expires_at_ms: order.expiresAtMs,
    created_at_ms: order.createdAtMs,
    updated_at_ms: order.updatedAtMs,
    wake_at_or_above_micros: digits(wake.atOrAboveMicros),
    wake_at_or_below_micros: digits(wake.atOrBelowMicros),
    lapses_at_ms: isOpen(order) ? order.expiresAtMs : null,
  };
}

function digits(micros: bigint | null): string | null {
  return micros === null ? null : micros.toString();
}
