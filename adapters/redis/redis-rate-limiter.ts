import type { Clock } from '@bourse/application/ports/clock.ts';
import type { RateLimiter } from '@bourse/application/ports/rate-limiter.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { microsEach, standingOf, takeOne } from '@bourse/core/limiting/rate-limit.ts';
import { connectRedis } from './redis-connection.ts';
import { GIVE_BACK, LOOK, TAKE } from './rate-limit-scripts.ts';
import type { RedisPlace } from './redis-place.ts';
import { createQuestions } from './redis-questions.ts';

/** The limits that all processes count together. */
export interface RedisRateLimiter extends RateLimiter {
  close(): void;
}

/** A caller waits for the count, and there is another way to count. */
const ANSWER_MS = 500;

/**
 * Opens limits that are counted in Redis, with its clock, so that clocks of processes need not agree; with `clock` where one is given. A key is kept
 * for as long as something of it is missing.
 */
export function createRedisRateLimiter(
  { url, prefix }: RedisPlace,
  logger: Logger,
  clock?: Pick<Clock, 'now'>,
): RedisRateLimiter {
  const connection = connectRedis(url, 'bourse-limits', logger, ANSWER_MS);
  const askRedis = createQuestions(connection);
  const ask = (script: string, key: string, ...args: readonly number[]): Promise<unknown> =>
    askRedis((client) => client.eval(script, 1, `${prefix}limits:${key}`, clock?.now() ?? '', ...args));

  return {
    async take(key, limit) {
      const each = microsEach(limit);
      const { freeAtMicros, nowMs } = countOf(await ask(TAKE, key, each, each * (limit.max - 1)));
      return takeOne(limit, freeAtMicros, nowMs).standing;
    },
    async giveBack(key, limit) {
      await ask(GIVE_BACK, key, microsEach(limit));
    },
    async look(key, limit) {
      const { freeAtMicros, nowMs } = countOf(await ask(LOOK, key));
      return standingOf(limit, freeAtMicros, nowMs);
    },
    close: () => connection.close(),
  };
}

/** What a script found before it changed anything, and the time that it went by. */
function countOf(reply: unknown): { readonly freeAtMicros: number; readonly nowMs: number } {
  const [freeAtMicros, nowMs] = Array.isArray(reply) ? reply.map(Number) : [];
  if (freeAtMicros === undefined || nowMs === undefined || Number.isNaN(freeAtMicros + nowMs))
    throw new TypeError('Redis answered something else than a count');
  return { freeAtMicros, nowMs };
}
