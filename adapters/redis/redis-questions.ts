import { Fault } from '@bourse/application/ports/fault.ts';
import type { Redis } from 'ioredis';
import type { RedisConnection } from './redis-connection.ts';

/** Asks Redis something. Throws Fault('unavailable') when it does not answer, or too much is asked already. */
export type AskRedis = <Answer>(question: (client: Redis) => Promise<Answer>) => Promise<Answer>;

/** Most questions of a connection that wait for Redis; more fail at once. */
const MAX_UNDER_WAY = 2_000;

/**
 * Questions whose callers wait, and have another way. After one without an answer nothing is asked until Redis has shown that it answers again,
 * so only the callers of the time that one answer may take wait in vain.
 */
export function createQuestions(connection: RedisConnection): AskRedis {
  let underWay = 0;
  let failedMs = -Infinity;

  return async (question) => {
    if (underWay >= MAX_UNDER_WAY) throw new Fault('unavailable', 'too many questions wait for Redis');
    if (!connection.answers() || connection.lastAnswerMs() <= failedMs)
      throw new Fault('unavailable', 'Redis does not answer');
    underWay += 1;
    try {
      return await question(connection.client);
    } catch (error) {
      failedMs = performance.now();
      throw new Fault('unavailable', 'Redis did not do what it was asked', error);
    } finally {
      underWay -= 1;
    }
  };
}
