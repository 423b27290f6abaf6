/** Shortest and longest wait between two tries, milliseconds. */
export interface BackoffLimits {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * The wait before the try after so many failures in a row (1 or more): anything from the shortest wait up to a ceiling that doubles
 * with each failure and ends at the longest wait, so that many clients do not come back at the same moment. `random` answers [0, 1).
 */
export function jitteredBackoffMs(failures: number, { firstMs, mostMs }: BackoffLimits, random: () => number): number {
  const ceilingMs = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 30));
  return Math.round(firstMs + random() * (ceilingMs - firstMs));
}
