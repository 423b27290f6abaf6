import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../trader-client.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 400;

/**
 * Asks again until somebody answers for good, as a careful client does: a connection that breaks, silence and a 503 say nothing about
 * what became of the request. Throws for a 5xx that is no 503: then Bourse has lost its composure.
 */
export async function persistentCall<Body>(call: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const answer = await call().catch(noAnswer);
    if (answer !== null && answer.status < 500) return answer;
    if (answer !== null && answer.status !== 503) throw new Error(`answered with ${answer.status} ${answer.problem}`);
    await delay(pauseMs);
  }
}

function noAnswer(error: unknown): null {
  // What fetch throws when the other side is gone or silent; anything else is a mistake in the test.
  if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')) return null;
  throw error;
}
