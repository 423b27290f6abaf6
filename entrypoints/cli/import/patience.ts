import { ImportError } from './import-error.ts';
import { Unavailable } from './trade-service.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
/** A server may ask for more, but not for as much as it likes. */
const LONGEST_RETRY_AFTER_MS = 120_000;

/** What waiting needs of the world. */
export interface Waiting {
  /** Milliseconds on a clock that does not jump. */
  now(): number;
  /** Waits; rejects at once when the import is stopped. */
  wait(ms: number): Promise<void>;
  /** Tells the person at the terminal. */
  say(sentence: string): void;
}

/** Calls until it works. */
export type Patience = <Answer>(call: () => Promise<Answer>) => Promise<Answer>;

/**
 * Makes calls that are repeated while Bourse is not available, with pauses that double up to 15 seconds or are as long as Bourse asks for.
 * After `giveUpAfterMs` without any success it throws ImportError. Says when it begins to wait and when Bourse is back.
 */
export function createPatience(waiting: Waiting, giveUpAfterMs: number): Patience {
  return async (call) => {
    const sinceMs = waiting.now();
    for (let failures = 0; ; failures += 1) {
      try {
        const answer = await call();
        if (failures > 0) waiting.say('Bourse answers again.');
        return answer;
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        const waitMs = pauseMs(failures, error.retryAfterMs);
        if (waiting.now() + waitMs - sinceMs > giveUpAfterMs) {
          throw new ImportError(
            `Bourse has not been available for too long (${error.message}). Run the same command again to go on from here.`,
            { cause: error },
          );
        }
        if (failures === 0) waiting.say(`${error.message}; trying again for up to ${giveUpAfterMs / 60_000} min.`);
        await waiting.wait(waitMs);
      }
    }
  };
}

function pauseMs(failures: number, retryAfterMs: number | null): number {
  const doubled = Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures, 16), LONGEST_WAIT_MS);
  return Math.max(doubled, Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS));
}
