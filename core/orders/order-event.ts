import type { Entries, FillPrice, Movement } from '../ledger/movement.ts';
import { entriesOf } from '../ledger/movement.ts';
import type { CancellationReason, Order, OrderRejection } from './order.ts';

/** What happened to an order. Amounts are millionths; `heldMicros` is the reservation after the event. */
export type OrderEvent =
  | { readonly type: 'order-rejected'; readonly reason: OrderRejection; readonly atMs: number }
  | { readonly type: 'order-opened'; readonly heldMicros: bigint; readonly atMs: number }
  | { readonly type: 'order-tried'; readonly asOfMs: number }
  | { readonly type: 'order-triggered'; readonly atMs: number }
  | OrderFilled
  | { readonly type: 'order-cancelled'; readonly reason: CancellationReason | null; readonly atMs: number }
  | { readonly type: 'order-expired'; readonly atMs: number };

export interface OrderFilled {
  readonly type: 'order-filled';
  readonly quantityMicros: bigint;
  readonly price: FillPrice;
  readonly notionalMicros: bigint;
  readonly commissionMicros: bigint;
  readonly heldMicros: bigint;
  readonly atMs: number;
}

/** The order after an event. */
export function evolveOrder(order: Order, event: OrderEvent): Order {
  switch (event.type) {
    case 'order-rejected':
      return { ...order, status: 'rejected', reason: event.reason, updatedAtMs: event.atMs };
    case 'order-opened':
      return { ...order, status: 'open', heldMicros: event.heldMicros, updatedAtMs: event.atMs };
    case 'order-tried':
      return { ...order, triedAsOfMs: event.asOfMs };
    case 'order-triggered':
      return { ...order, triggered: true, updatedAtMs: event.atMs };
    case 'order-filled':
      return evolveFilled(order, event);
    case 'order-cancelled':
      return { ...order, status: 'cancelled', reason: event.reason, heldMicros: 0n, updatedAtMs: event.atMs };
    case 'order-expired':
      return { ...order, status: 'expired', heldMicros: 0n, updatedAtMs: event.atMs };
  }
}

function evolveFilled(order: Order, event: OrderFilled): Order {
  const filledQuantityMicros = order.filledQuantityMicros + event.quantityMicros;
  return {
    ...order,
    status: filledQuantityMicros === order.terms.quantityMicros ? 'filled' : 'partially_filled',
    filledQuantityMicros,
    filledNotionalMicros: order.filledNotionalMicros + event.notionalMicros,
    filledValuePicos: order.filledValuePicos + event.price.priceMicros * event.quantityMicros,
    heldMicros: event.heldMicros,
    fillCount: order.fillCount + 1,
    updatedAtMs: event.atMs,
  };
}

/** The journal transaction that an event asks for, given the order before it; null when nothing moves. */
export function movementOf(order: Order, event: OrderEvent): Movement | null {
  switch (event.type) {
    case 'order-rejected':
    case 'order-tried':
    case 'order-triggered':
      return null;
    case 'order-opened':
      return holdMovement(order, event.heldMicros);
    case 'order-cancelled':
    case 'order-expired':
      return holdMovement(order, 0n);
    case 'order-filled':
      return {
        kind: 'fill',
        reference: order.id,
        symbol: order.terms.symbol,
        entries: order.terms.side === 'buy' ? purchaseEntries(order, event) : saleEntries(order, event),
        fill: event.price,
      };
  }
}

/** Moves the reservation of an order to a new amount: more is a hold, less a release, the same nothing. */
function holdMovement(order: Order, heldMicros: bigint): Movement | null {
  const change = heldMicros - order.heldMicros;
  if (change === 0n) return null;
  const entries =
    order.terms.side === 'buy'
      ? entriesOf({ cashHeld: change, cashAvailable: -change })
      : entriesOf({ sharesHeld: change, sharesAvailable: -change });
  return {
    kind: change > 0n ? 'hold' : 'release',
    reference: order.id,
    symbol: order.terms.symbol,
    entries,
    fill: null,
  };
}

/** The buyer pays notional and commission, from the reservation first; the shares come from the venue. */
function purchaseEntries(order: Order, event: OrderFilled): Entries {
  const heldChange = event.heldMicros - order.heldMicros;
  return entriesOf({
    cashAvailable: -(event.notionalMicros + event.commissionMicros) - heldChange,
    cashHeld: heldChange,
    cashVenue: event.notionalMicros,
    cashFees: event.commissionMicros,
    sharesAvailable: event.quantityMicros,
    sharesVenue: -event.quantityMicros,
  });
}

/** The seller gives shares, from the reservation first, and gets the notional less commission. */
function saleEntries(order: Order, event: OrderFilled): Entries {
  const heldChange = event.heldMicros - order.heldMicros;
  return entriesOf({
    cashAvailable: event.notionalMicros - event.commissionMicros,
    cashVenue: -event.notionalMicros,
    cashFees: event.commissionMicros,
    sharesAvailable: -event.quantityMicros - heldChange,
    sharesHeld: heldChange,
    sharesVenue: event.quantityMicros,
  });
}
