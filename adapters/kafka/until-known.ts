import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '@bourse/application/ports/fault.ts';
import { UserError } from '@platformatic/kafka';
import { hasAnswer } from './kafka-faults.ts';

const MOST_TRIES = 20;
const PAUSE_MS = 500;

/** What a broker answers that has not heard of a topic, or not that it leads it. */
const NOT_YET = ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_OR_FOLLOWER'];

/**
 * Asks about topics that were made a moment ago. A broker that is busy, or another one than made them, hears of them later than whoever wanted
 * them, and the client gives up within a second: asks again for ten. Throws what the client throws.
 */
export async function untilKnown<Answer>(ask: () => Promise<Answer>, pauseMs = PAUSE_MS): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries >= MOST_TRIES || !isUnknown(error)) throw error;
      await delay(pauseMs);
    }
  }
}

/** The client says in words only that it does not know a topic. */
function isUnknown(error: unknown): boolean {
  const reason = error instanceof Fault ? error.cause : error;
  if (reason instanceof UserError && reason.message.startsWith('Unknown topic')) return true;
  return NOT_YET.some((answer) => hasAnswer(reason, answer));
}
