/** How often one key may do something: `max` times at once, and as many again in each `windowMs`, spread evenly over it. */
export interface RateLimit {
  readonly max: number;
  readonly windowMs: number;
}

/** Where a key stands. Times are whole milliseconds, rounded up. */
export interface RateStanding {
  /** False when there was nothing left to take; then nothing was taken. */
  readonly allowed: boolean;
  /** How many are left at this moment. */
  readonly remaining: number;
  /** Until all of them are free again, if nothing more is taken. */
  readonly resetMs: number;
  /** Until one is free; 0 while there is one. */
  readonly retryAfterMs: number;
}

/**
 * Where a key stands that is free of all it took at `freeAtMicros`: the generic cell rate algorithm (ITU-T I.371), which needs one number
 * for each key and has no edge of a window at which twice as much would pass. Whole microseconds since the epoch, since fractions of
 * milliseconds would not be exact.
 */
export function standingOf(limit: RateLimit, freeAtMicros: number, nowMs: number): RateStanding {
  const resetMicros = Math.max(0, freeAtMicros - nowMs * MICROS_PER_MS);
  const eachMicros = microsEach(limit);
  const remaining = Math.max(0, limit.max - Math.ceil(resetMicros / eachMicros));
  const missingMicros = remaining > 0 ? 0 : resetMicros - eachMicros * (limit.max - 1);
  return {
    allowed: remaining > 0,
    remaining,
    resetMs: Math.ceil(resetMicros / MICROS_PER_MS),
    retryAfterMs: Math.ceil(missingMicros / MICROS_PER_MS),
  };
}

/** Takes one if there is one: where the key stands afterwards, and when it will be free of all. */
export function takeOne(
  limit: RateLimit,
  freeAtMicros: number,
  nowMs: number,
): { readonly standing: RateStanding; readonly freeAtMicros: number } {
  const before = standingOf(limit, freeAtMicros, nowMs);
  if (!before.allowed) return { standing: before, freeAtMicros };
  const after = Math.max(freeAtMicros, nowMs * MICROS_PER_MS) + microsEach(limit);
  return { standing: { ...standingOf(limit, after, nowMs), allowed: true }, freeAtMicros: after };
}

/** When a key is free of all after one was given back. */
export function giveBackOne(limit: RateLimit, freeAtMicros: number): number {
  return freeAtMicros - microsEach(limit);
}

/** For how long one that was taken is missing, microseconds. */
export function microsEach({ max, windowMs }: RateLimit): number {
  return Math.max(1, Math.floor((windowMs * MICROS_PER_MS) / max));
}

const MICROS_PER_MS = 1_000;
