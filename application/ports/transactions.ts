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
  /**
   * The same for work that hands over everything it has to write at once, before it waits for anything, so that all of it can travel and
   * commit in one go. What it waits for then is answered only when that has happened; what it would write afterwards is not part of the
   * transaction any more, and a store may throw TypeError for it.
   */
  runAtOnce<Answer>(work: (transaction: Transaction) => Promise<Answer>): Promise<Answer>;
  /** One behind the other: a transaction that is begun while another is under way runs when that has ended, without waiting for the answer to it. */
  inOrder(): Pick<Transactions, 'runAtOnce'>;
}
