import type { RateLimit, RateStanding } from '@bourse/core/limiting/rate-limit.ts';

/**
 * Counts what keys do, against limits. A key is always used with the same limit. What many do at the same moment counts as if one
 * came after the other, whatever process they call.
 */
export interface RateLimiter {
  /** Takes one for a key if there is one left, and answers where the key stands then. Throws Fault('unavailable'). */
  take(key: string, limit: RateLimit): Promise<RateStanding>;
  /** Gives back one that was taken; a key never has more than its maximum. Throws Fault('unavailable'). */
  giveBack(key: string, limit: RateLimit): Promise<void>;
  /** Where a key stands, with nothing taken. Throws Fault('unavailable'). */
  look(key: string, limit: RateLimit): Promise<RateStanding>;
}
