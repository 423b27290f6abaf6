import { ImportError } from './import-error.ts';
import { readProblemDetail } from './trade-answers-codec.ts';
import { Unavailable } from './trade-service.ts';

/** How Bourse is reached. */
export interface HttpAccess {
  /** Where the API is, for example http://127.0.0.1:8000. */
  readonly url: string;
  readonly apiKey: string;
  /** Ends every call at once. */
  readonly stopping: AbortSignal;
}

/** One call. */
export interface HttpCall {
  readonly path: string;
  /** Longest time until the answer is there to its end. */
  readonly timeoutMs: number;
  /** Lines of JSON to be sent; without them it is a GET. */
  readonly lines?: string;
}

/** The media type of lines of JSON. */
export const NDJSON = 'application/x-ndjson';

/** Statuses of Bourse, or of a proxy before it, that pass. */
export const PASSING_STATUSES: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

/**
 * Answers the text of a response in pieces. A GET that is answered with 404 has no pieces.
 * Throws Unavailable when Bourse cannot be reached, breaks off or wants to be left alone, ImportError when it refuses the call.
 */
export async function* httpPieces(access: HttpAccess, call: HttpCall): AsyncGenerator<string> {
  const ending = new AbortController();
  const stop = (): void => {
    ending.abort();
  };
  // Taken away afterwards: a signal with a time of its own would keep the body of the call until then.
  const timer = setTimeout(stop, call.timeoutMs);
  access.stopping.addEventListener('abort', stop);
  try {
    yield* pieces(access, call, ending.signal);
  } finally {
    clearTimeout(timer);
    access.stopping.removeEventListener('abort', stop);
    // Lets go of an answer that was not read to its end.
    stop();
  }
}

async function* pieces(access: HttpAccess, call: HttpCall, signal: AbortSignal): AsyncGenerator<string> {
  access.stopping.throwIfAborted();
  const request = { ...requestOf(access, call), signal };
  const response = await attempt(access, () => fetch(addressOf(access, call), request));
  if (!response.ok) {
    const text = await attempt(access, () => response.text());
    if (response.status === 404 && call.lines === undefined) return;
    throw refusalOf(response, text);
  }
  if (response.body === null) return;
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await attempt(access, () => reader.read());
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}

function addressOf({ url }: HttpAccess, { path }: HttpCall): string {
  return `${url.replace(/\/+$/, '')}${path}`;
}

function requestOf({ apiKey }: HttpAccess, { lines }: HttpCall): RequestInit {
  if (lines === undefined) return { redirect: 'error', headers: { 'x-api-key': apiKey } };
  const headers = { 'x-api-key': apiKey, 'content-type': NDJSON, accept: NDJSON };
  return { method: 'POST', redirect: 'error', headers, body: lines };
}

/** What goes wrong on the way passes, but for the end of the import itself. */
async function attempt<Answer>({ stopping, url }: HttpAccess, step: () => Promise<Answer>): Promise<Answer> {
  try {
    return await step();
  } catch (cause) {
    if (stopping.aborted) throw stopping.reason;
    throw new Unavailable(`Bourse at ${url} does not answer (${reasonOf(cause)})`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError') return 'not in time';
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
}

function refusalOf({ status, headers }: Response, text: string): Error {
  const detail = readProblemDetail(text);
  if (PASSING_STATUSES.includes(status)) {
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    return new Unavailable(
      `Bourse is not available (status ${status}${detail === null ? '' : `: ${detail}`})`,
      Number.isFinite(seconds) ? seconds * 1_000 : null,
    );
  }
  const what: Readonly<Record<number, string>> = {
    401: 'Bourse does not know this API key: it is wrong, has expired or was revoked.',
    404: 'There is no Bourse with a trade store at this address; see --url.',
    403: 'The API key may not do this: it must belong to an operator and have the scopes trades:write and trades:read.',
  };
  return new ImportError([what[status] ?? `Bourse answered with status ${status}.`, detail].filter(Boolean).join(' '));
}
