/** What a request of a load of trades is about. */
export interface TradeTerms {
  /** The number of the request that was the first one about this trade. */
  readonly trade: number;
  readonly version: number;
  /** Whether a higher version was sent long before, so that this one can only be refused. */
  readonly isOvertaken: boolean;
}

/** Of so many requests one sends a higher version, one the same version again, and one perhaps a version that was overtaken. */
const PERIOD = 20;
const RAISED_SLOT = 17;
const REPEATED_SLOT = 18;
const OVERTAKEN_SLOT = 19;

/** So many requests lie between those that touch one trade, more than can be under way: which came first is then certain. */
const DISTANCE = 4_000;

/**
 * What the request numbered n is about: nearly always version 1 of a new trade; now and then version 3 of an earlier one, version 1 of an
 * earlier one again, or, with `hasOvertaken`, version 2 of a trade that has version 3.
 */
export function tradeTerms(n: number, hasOvertaken: boolean): TradeTerms {
  const slot = n % PERIOD;
  const start = n - slot;
  if (slot === RAISED_SLOT && start >= DISTANCE) return { trade: start - DISTANCE, version: 3, isOvertaken: false };
  if (slot === REPEATED_SLOT && start >= DISTANCE)
    return { trade: start - DISTANCE + 1, version: 1, isOvertaken: false };
  if (slot === OVERTAKEN_SLOT && hasOvertaken && start >= 2 * DISTANCE)
    return { trade: start - 2 * DISTANCE, version: 2, isOvertaken: true };
  return { trade: n, version: 1, isOvertaken: false };
}
