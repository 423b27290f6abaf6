/** A handle on one open transaction; only the adapter that opened it knows what is behind. */
export interface Transaction {
  /** The store that opened it. */
  readonly store: string;
}

/** Runs work that takes effect as a whole or not at all. */
export interface Transactions {
  /**
   * Commits when `work` resolves and rolls back when it throws, rethrowing.
   * Throws Fault('unavailable') when the store fails; then it is unknown whether a commit under way took effect.
   */
  run<Answer>(work: (transaction: Transaction) => Promise<Answer>): Promise<Answer>;
}
