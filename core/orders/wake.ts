import type { Order } from './order.ts';
import { isOpen } from './order.ts';

/** The prices at which an open order has to be tried again, in millionths; null on a side that does not concern it. */
export interface WakePrices {
  readonly atOrAboveMicros: bigint | null;
  readonly atOrBelowMicros: bigint | null;
}

const NEVER: WakePrices = { atOrAboveMicros: null, atOrBelowMicros: null };

/** Derives the wake-up prices of an order; an order that is not open has none. Any price wakes the rest of a market order. */
export function wakePrices(order: Order): WakePrices {
  if (!isOpen(order)) return NEVER;
  const { side, stopPriceMicros, limitPriceMicros } = order.terms;
  if (stopPriceMicros !== null && !order.triggered) {
    return side === 'buy' ? atOrAbove(stopPriceMicros) : atOrBelow(stopPriceMicros);
  }
  if (limitPriceMicros === null) return atOrAbove(0n);
  return side === 'buy' ? atOrBelow(limitPriceMicros) : atOrAbove(limitPriceMicros);
}

function atOrAbove(priceMicros: bigint): WakePrices {
  return { atOrAboveMicros: priceMicros, atOrBelowMicros: null };
}

function atOrBelow(priceMicros: bigint): WakePrices {
  return { atOrAboveMicros: null, atOrBelowMicros: priceMicros };
}
