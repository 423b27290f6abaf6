/** How long to wait between tries, milliseconds. */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * The wait after so many failures in a row (1 or more): anything up to a ceiling that doubles with each failure, so that many clients do
 * not come back at the same moment. `random` answers [0, 1).
 */
export function backoffMs(failures: number, { firstMs, mostMs }: Backoff, random: () => number): number {
  const ceilingMs = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(ceilingMs * (0.5 + random() / 2));
}
