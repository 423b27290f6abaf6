import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { Database } from '@bourse/postgres/database.ts';
import { identityOf } from '@bourse/postgres/database-identity.ts';
import type { RedisBroadcast } from '@bourse/redis/redis-broadcast.ts';
import type { Settings } from '../config/settings.ts';

/**
 * Opens the broadcast of REDIS_URL; null without it. Its channels are named after the database, so that platforms that share a Redis do not
 * hear each other. Throws Fault('unavailable') when the database is not there; Redis may be away.
 */
export async function openRedis(
  { redisUrl }: Settings,
  database: Database,
  logger: Logger,
): Promise<RedisBroadcast | null> {
  if (redisUrl === null) return null;
  // Loaded only where it is used.
  const { createRedisBroadcast } = await import('@bourse/redis/redis-broadcast.ts');
  const prefix = `bourse:${await identityOf(database)}:`;
  return createRedisBroadcast({ url: redisUrl, prefix }, logger);
}
