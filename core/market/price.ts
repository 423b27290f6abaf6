/** The newest known price of an instrument and where it came from. */
export interface Price {
  readonly symbol: string;
  readonly priceMicros: bigint;
  /** Who quoted it: "vendor", "feed", … */
  readonly source: string;
  /** When the source says that it was valid, epoch milliseconds. */
  readonly asOfMs: number;
}

/** Whether a price is too old to trade on. Exactly `maxAgeMs` old is still fresh. */
export function isStale(price: Price, atMs: number, maxAgeMs: number): boolean {
  return atMs - price.asOfMs > maxAgeMs;
}

/** The newest of the prices of each symbol; of two from the same moment, the one that came later. */
export function newestPrices(prices: readonly Price[]): ReadonlyMap<string, Price> {
  const newest = new Map<string, Price>();
  for (const price of prices) {
    const other = newest.get(price.symbol);
    if (other === undefined || price.asOfMs >= other.asOfMs) newest.set(price.symbol, price);
  }
  return newest;
}
