import type { RateLimiter } from '@bourse/application/ports/rate-limiter.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { Database } from '@bourse/postgres/database.ts';
import { identityOf } from '@bourse/postgres/database-identity.ts';
import type { RedisBroadcast } from '@bourse/redis/redis-broadcast.ts';
import type { Settings } from '../config/settings.ts';

/** What there is in the Redis of REDIS_URL. */
export interface OpenedRedis {
  /** By which processes tell each other. */
  readonly broadcast: RedisBroadcast;
  /** Opens the limits that all processes count together; they are closed with the rest. */
  limits(): RateLimiter;
  close(): void;
}

/**
 * Opens the Redis of REDIS_URL; null without it. Channels and keys are named after the database, so that platforms that share a Redis do not
 * disturb each other. Throws Fault('unavailable') when the database is not there; Redis may be away.
 */
export async function openRedis(
  { redisUrl }: Settings,
  database: Database,
  logger: Logger,
): Promise<OpenedRedis | null> {
  if (redisUrl === null) return null;
  // Loaded only where it is used.
  const { createRedisBroadcast } = await import('@bourse/redis/redis-broadcast.ts');
  const { createRedisRateLimiter } = await import('@bourse/redis/redis-rate-limiter.ts');
  const place = { url: redisUrl, prefix: `bourse:${await identityOf(database)}:` };
  const broadcast = createRedisBroadcast(place, logger);
  const opened: { close(): void }[] = [broadcast];
  return {
    broadcast,
    limits() {
      const limiter = createRedisRateLimiter(place, logger);
      opened.push(limiter);
      return limiter;
    },
    close() {
      for (const one of opened) one.close();
    },
  };
}
