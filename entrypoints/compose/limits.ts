import { createFallbackRateLimiter } from '@bourse/application/limiting/fallback-rate-limiter.ts';
import type { RateLimiter } from '@bourse/application/ports/rate-limiter.ts';
import { createMemoryRateLimiter } from '@bourse/memory/memory-rate-limiter.ts';
import type { HttpLimits } from '../http/rate-limits.ts';
import type { Foundation } from './foundation.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** From anywhere one user name has this many times the failures it has from one address. */
const ADDRESSES_OF_A_USER = 10;

type LimitsFoundation = Pick<Foundation, 'settings' | 'clock' | 'storage' | 'meter' | 'logger'>;

/** The limits that the settings ask for, counted by all processes together where there is Redis, else in this process. */
export function composeLimits(foundation: LimitsFoundation): HttpLimits {
  const { settings } = foundation;
  const { rateLimitPerMinute, rateLimitPerAddress } = settings;
  return {
    limiter: composeLimiter(foundation),
    perCaller: rateLimitPerMinute === 0 ? null : { max: rateLimitPerMinute, windowMs: MINUTE_MS },
    perAddress: rateLimitPerAddress === 0 ? null : { max: rateLimitPerAddress, windowMs: MINUTE_MS },
    attempts: {
      userAtAddress: { max: settings.logInFailuresPerUser, windowMs: 15 * MINUTE_MS },
      user: { max: ADDRESSES_OF_A_USER * settings.logInFailuresPerUser, windowMs: HOUR_MS },
      address: { max: settings.logInFailuresPerAddress, windowMs: HOUR_MS },
      registrations: { max: settings.registrationsPerAddress, windowMs: HOUR_MS },
    },
  };
}

function composeLimiter({ clock, storage, meter, logger }: LimitsFoundation): RateLimiter {
  const local = createMemoryRateLimiter(clock);
  if (storage.redis === null) return local;
  return createFallbackRateLimiter({ shared: storage.redis.limits(), local, meter, logger });
}
