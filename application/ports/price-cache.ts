import type { Price } from '@bourse/core/market/price.ts';

/**
 * The newest price of each symbol, beside the store and shared by all processes. It is a copy that may be lost at any moment, and may lack what was
 * stored while it was away: so it counts as whole for a short time after it was filled from the store, and its prices carry their source and
 * as-of time like all others. An older as-of time never replaces a newer one. No call throws.
 */
export interface PriceCache {
  /** All prices; null when it is not whole or does not answer: then the store has them. */
  prices(): Promise<readonly Price[] | null>;
  /** Puts in what has just been stored. Answers whether it is in. */
  put(prices: readonly Price[]): Promise<boolean>;
  /** Puts in all that the store holds; it is whole from now on for its time. Answers whether it is. */
  fill(prices: readonly Price[]): Promise<boolean>;
}
