import type { Clock } from '@bourse/application/ports/clock.ts';
import type { RateLimiter } from '@bourse/application/ports/rate-limiter.ts';
import { RecentMap } from '@bourse/core/caching/recent-map.ts';
import { giveBackOne, standingOf, takeOne } from '@bourse/core/limiting/rate-limit.ts';

/** Most keys remembered by one limiter; some 10 MB. */
const MAX_KEYS = 100_000;

/** Limits of one process. Keys beyond `maxKeys` push out the ones that were used least recently, which are then as good as new. */
export function createMemoryRateLimiter(clock: Pick<Clock, 'now'>, maxKeys = MAX_KEYS): RateLimiter {
  /** When each key is free of all that it took. */
  const freeAt = new RecentMap<string, number>(maxKeys);
  return {
    async take(key, limit) {
      const taken = takeOne(limit, freeAt.get(key) ?? 0, clock.now());
      freeAt.set(key, taken.freeAtMicros);
      return taken.standing;
    },
    async giveBack(key, limit) {
      const known = freeAt.get(key);
      if (known === undefined) return;
      freeAt.set(key, giveBackOne(limit, known));
    },
    look: async (key, limit) => standingOf(limit, freeAt.get(key) ?? 0, clock.now()),
  };
}
