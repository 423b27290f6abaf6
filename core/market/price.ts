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
