import type { Price } from '@bourse/core/market/price.ts';
import { isBeyondTolerance } from '@bourse/core/money/rounding.ts';

/** Finds prices that have moved far from what the vendor's catalogue last said. */
export interface SignificantMoves {
  /** Takes a price from the catalogue as what moves are measured from, unless it is older than what they are measured from already. */
  confirm(price: Price): void;
  /**
   * Whether a live price is more than the threshold away. If so it is what further moves are measured from, so that a move is told of
   * once and not with each tick.
   */
  hasMoved(price: Price): boolean;
}

/** Makes one with a threshold in millionths of a percent (5% is 5_000_000n); 0n finds no moves. */
export function createSignificantMoves(thresholdPercentMicros: bigint): SignificantMoves {
  const references = new Map<string, Price>();
  return {
    confirm: (price) => {
      const reference = references.get(price.symbol);
      if (reference === undefined || price.asOfMs >= reference.asOfMs) references.set(price.symbol, price);
    },
    hasMoved: (price) => {
      const reference = references.get(price.symbol);
      if (thresholdPercentMicros === 0n || reference === undefined) return false;
      if (!isBeyondTolerance(price.priceMicros, reference.priceMicros, thresholdPercentMicros)) return false;
      references.set(price.symbol, price);
      return true;
    },
  };
}
