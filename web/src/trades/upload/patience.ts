import { NoAnswer } from '@bourse/client/no-answer.ts';
import { ApiProblem } from '@bourse/client/problem.ts';
import { backoffMs } from '@bourse/client/backoff.ts';

/** How long calls are made again by themselves. */
const MAX_TRIES = 6;
const BACKOFF = { firstMs: 500, mostMs: 8_000 };
/** A server may ask for more, but not for as much as it likes. */
const LONGEST_RETRY_AFTER_MS = 60_000;
const TRY_AGAIN = new Set([408, 429, 502, 503, 504]);

/** What patience needs of the world. */
export interface PatiencePorts {
  readonly signal: AbortSignal;
  /** Asks the reader whether to go on, with what went wrong; resolves when they say so, rejects when they cancel. */
  readonly askToGoOn: (error: unknown) => Promise<void>;
  readonly pause: (delayMs: number) => Promise<void>;
}

/**
 * Makes calls that are repeated while Bourse is not available: some times by itself, then whenever the reader wants. Only what can be repeated
 * without harm may be called so. Throws when it is cancelled.
 */
export function createPatience({ signal, askToGoOn, pause }: PatiencePorts) {
  return async function patiently<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    for (let failures = 1; ; failures += 1) {
      signal.throwIfAborted();
      try {
        return await call();
      } catch (error) {
        signal.throwIfAborted();
        if (isPassing(error) && failures % MAX_TRIES !== 0) {
          const askedMs = error instanceof ApiProblem ? (error.retryAfterMs ?? 0) : 0;
          const waitMs = backoffMs(failures % MAX_TRIES, BACKOFF, Math.random);
          await pause(Math.max(waitMs, Math.min(askedMs, LONGEST_RETRY_AFTER_MS)));
        } else {
          await askToGoOn(error);
        }
      }
    }
  };
}

function isPassing(error: unknown): boolean {
  return error instanceof NoAnswer || (error instanceof ApiProblem && TRY_AGAIN.has(error.status));
}
