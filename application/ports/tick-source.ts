/** One live price as its sender gave it, before it is believed. */
export interface VendorTick {
  readonly symbol: string;
  /** Null when it was absent or not readable as a decimal number. */
  readonly priceMicros: bigint | null;
  /** When the sender says that it was valid, epoch milliseconds; never later than it was received. */
  readonly asOfMs: number;
}

/** Where live prices come from. */
export interface TickSource {
  /**
   * Begins to hand over ticks, in the order in which they came and never two batches at a time: the next batch waits until
   * `onTicks` resolves. Losing the source is not an error: it is sought again until the function answered is called, which resolves
   * when no more batch will come. `onTicks` must not reject.
   */
  open(onTicks: (ticks: readonly VendorTick[]) => Promise<void>): () => Promise<void>;
}
