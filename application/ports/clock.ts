/** The time and its passing, so that tests and simulations can own it. */
export interface Clock {
  /** Epoch milliseconds. May jump either way. */
  now(): number;
  /** Calls back once after at least `delayMs`; the function answered cancels it. A pending timer does not keep the process alive. */
  after(delayMs: number, callback: () => void): () => void;
}
