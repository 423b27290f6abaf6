import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '@platformatic/kafka';

const MOST_TRIES = 20;
const PAUSE_MS = 500;

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

/** The client says so in words only. */
function isUnknown(error: unknown): boolean {
  return error instanceof UserError && error.message.startsWith('Unknown topic');
}
