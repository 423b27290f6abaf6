import type { Backoff } from './backoff.ts';
import { backoffMs } from './backoff.ts';
import { NDJSON } from './media-types.ts';
import { noAnswerOf } from './no-answer.ts';
import { retryAfterMs } from './retry-after.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

/** How requests are tried again. */
export interface Retries {
  /** How often a request is sent at most. */
  readonly maxTries: number;
  readonly backoff: Backoff;
  readonly random: () => number;
}

export type Fetch = (request: Request) => Promise<Response>;

/** Answers that say: come back later. */
const TRY_AGAIN = new Set([429, 502, 503, 504]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const HARMLESS_TWICE = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

/**
 * Sends requests again that got no answer, or were told to come back, if sending them twice does no harm: reads, PUT and DELETE, and other writes with an
 * Idempotency-Key. Waits as long as Retry-After asks, or longer. An answer that breaks off is none; only lines of JSON are handed on while they come.
 * Throws NoAnswer when no try got an answer, UnexpectedAnswer for one that points elsewhere, and the reason of the request's signal when that
 * gave it up.
 */
export function createRetryingFetch(send: Fetch, { maxTries, backoff, random }: Retries): Fetch {
  return async (request) => {
    const mayRepeat = HARMLESS_TWICE.has(request.method) || request.headers.has('idempotency-key');
    for (let tries = 1; ; tries += 1) {
      const last = tries >= maxTries || !mayRepeat;
      const answer = await attempt(send, last ? request : request.clone(), last);
      if (answer !== null && (last || !TRY_AGAIN.has(answer.status))) return answer;
      const askedMs = answer === null ? null : retryAfterMs(answer);
      await pause(Math.max(askedMs ?? 0, backoffMs(tries, backoff, random)), request.signal);
    }
  };
}

/** An answer, or null when there was none and there is another try. */
async function attempt(send: Fetch, request: Request, last: boolean): Promise<Response | null> {
  try {
    const answer = await send(request);
    requireDestination(answer);
    return request.headers.get('accept') === NDJSON ? answer : await completed(answer);
  } catch (error) {
    if (request.signal.aborted || error instanceof UnexpectedAnswer) throw error;
    if (last) throw noAnswerOf(error);
    return null;
  }
}

/** Bourse answers where it is asked. A browser does not tell where an answer points, nor its status. */
function requireDestination({ type, status, headers }: Response): void {
  if (type !== 'opaqueredirect' && !REDIRECTS.has(status)) return;
  throw new UnexpectedAnswer(`it points to ${headers.get('location') ?? 'another address'}`);
}

/** The answer once it is there to its end. */
async function completed(answer: Response): Promise<Response> {
  const { status, statusText, headers } = answer;
  const body = await answer.arrayBuffer();
  return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = (): void => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error('the request was given up'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', give);
      resolve();
    }, delayMs);
    signal.addEventListener('abort', give, { once: true });
  });
}
