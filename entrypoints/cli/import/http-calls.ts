import { NoAnswer } from '@bourse/client/no-answer.ts';
import { ApiProblem } from '@bourse/client/problem.ts';
import { UnexpectedAnswer } from '@bourse/client/unexpected-answer.ts';
import { ImportError } from './import-error.ts';
import { Unavailable } from './trade-service.ts';

/** How Bourse is reached. */
export interface HttpAccess {
  /** Where the API is, for example http://127.0.0.1:8000. */
  readonly url: string;
  readonly apiKey: string;
  /** Ends every call at once. */
  readonly stopping: AbortSignal;
}

/** Makes one call, which the signal gives up when it takes longer than `timeoutMs` or when the import is stopped. */
export type HttpCalls = <Answer>(timeoutMs: number, call: (signal: AbortSignal) => Promise<Answer>) => Promise<Answer>;

/** Statuses of Bourse, or of a proxy before it, that pass. */
const PASSING_STATUSES: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

const WHAT: Readonly<Record<number, string>> = {
  401: 'Bourse does not know this API key: it is wrong, has expired or was revoked.',
  404: 'There is no Bourse with a trade store at this address; see --url.',
  403: 'The API key may not do this: it must belong to an operator and have the scopes trades:write and trades:read.',
};

/**
 * Makes what tells an import how its calls ended: with Unavailable when Bourse cannot be reached, breaks off or wants to be left alone,
 * with ImportError when it refuses, or when it is not Bourse that answers.
 */
export function createHttpCalls({ url, stopping }: HttpAccess): HttpCalls {
  return async (timeoutMs, call) => {
    stopping.throwIfAborted();
    const giving = new AbortController();
    const stop = (): void => {
      giving.abort(stopping.reason);
    };
    // Taken away afterwards: a signal with a time of its own would keep the body of the call until then.
    const timer = setTimeout(() => {
      giving.abort(new NoAnswer('not in time'));
    }, timeoutMs);
    stopping.addEventListener('abort', stop);
    try {
      return await call(giving.signal);
    } catch (error) {
      throw stopping.aborted ? stopping.reason : endOf(error, url);
    } finally {
      clearTimeout(timer);
      stopping.removeEventListener('abort', stop);
    }
  };
}

/** What it means for the import that a call failed. Anything else is a mistake in Bourse and stays what it is. */
function endOf(error: unknown, url: string): unknown {
  if (error instanceof NoAnswer) return new Unavailable(`Bourse at ${url} does not answer (${error.reason})`);
  if (error instanceof ApiProblem) return refusalOf(error);
  if (error instanceof UnexpectedAnswer) {
    return new ImportError(`At ${url} ${error.message}. Is the address right? See --url.`, { cause: error });
  }
  return error;
}

function refusalOf(problem: ApiProblem): Error {
  const { status, document, retryAfterMs } = problem;
  const detail = document === null ? null : problem.message;
  if (PASSING_STATUSES.includes(status)) {
    const why = detail === null ? '' : `: ${detail}`;
    return new Unavailable(`Bourse is not available (status ${status}${why})`, retryAfterMs);
  }
  return new ImportError([WHAT[status] ?? `Bourse answered with status ${status}.`, detail].filter(Boolean).join(' '));
}
