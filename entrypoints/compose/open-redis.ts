import type { PriceCache } from '@bourse/application/ports/price-cache.ts';
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
  /** The newest prices, for all processes. */
  readonly prices: PriceCache;
  /** Opens the limits that all processes count together; they are closed with the rest. */
  limits(): RateLimiter;
  close(): void;
}

/**
 * How long the prices in Redis count as whole; then the next process that reads them fills them from the database. Longer than the time
 * between two readings of one process: if they were the same, it would find its own filling over each time.
 */
const PRICES_WHOLE_MS = 8_000;

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
  const { createRedisPriceCache } = await import('@bourse/redis/redis-price-cache.ts');
  const { createRedisRateLimiter } = await import('@bourse/redis/redis-rate-limiter.ts');
  const place = { url: redisUrl, prefix: `bourse:${await identityOf(database)}:` };
  const broadcast = createRedisBroadcast(place, logger);
  const prices = createRedisPriceCache(place, logger, { wholeMs: PRICES_WHOLE_MS });
  const opened: { close(): void }[] = [broadcast, prices];
  return {
    broadcast,
    prices,
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
