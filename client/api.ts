import type { Client, Middleware } from 'openapi-fetch';
import createClient from 'openapi-fetch';
import type { paths } from './generated/api-types.ts';
import { IDEMPOTENT_OPERATIONS } from './generated/api-types.ts';
import { problemOf } from './problem.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';
import type { Fetch, Retries } from './retrying-fetch.ts';
import { createRetryingFetch } from './retrying-fetch.ts';

/** How a caller says who it is. A token is asked for with each request, so that it can be a new one. */
export type ApiCredential =
  | { readonly type: 'token'; readonly token: () => Promise<string> | string }
  | { readonly type: 'api-key'; readonly key: string };

/** How the API is reached. */
export interface ApiOptions {
  /** Where Bourse is, "http://127.0.0.1:8000". */
  readonly url: string;
  /** Left out: only what everybody may call. */
  readonly credential?: ApiCredential;
  /** How often and when requests are sent again; each part has a default. */
  readonly retries?: Partial<Retries>;
  readonly fetch?: Fetch;
}

/** The API with the types of its description: `api.GET('/api/v1/orders/{id}', { params: { path: { id } } })`. */
export type Api = Client<paths>;

const RETRIES: Retries = { maxTries: 5, backoff: { firstMs: 200, mostMs: 5_000 }, random: Math.random };

/**
 * Makes a client of the API. Whatever is not a success is thrown as ApiProblem, so `data` is there; `answered` takes it out. Writes get an
 * Idempotency-Key where the API takes one, and what can be sent twice without harm is sent again when no answer came; NoAnswer is thrown when
 * none comes at all.
 */
export function createApi({ url, credential, retries, fetch: send = (request) => fetch(request) }: ApiOptions): Api {
  const api = createClient<paths>({
    baseUrl: url,
    // A key must not follow to wherever an answer points; createRetryingFetch says that it points elsewhere.
    redirect: 'manual',
    fetch: createRetryingFetch(send, { ...RETRIES, ...retries }),
  });
  api.use(middlewareOf(credential));
  return api;
}

/** What a read of this path answers, as a type: `AnswerOf<'/api/v1/account'>`. */
export type AnswerOf<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Answer } } } };
}
  ? Answer
  : never;

/** What a call of the API answered. Throws ApiProblem when it was refused, UnexpectedAnswer when there was nothing in it. */
export async function answered<Data>(call: Promise<{ readonly data?: Data }>): Promise<NonNullable<Data>> {
  const { data } = await call;
  if (data === undefined || data === null) throw new UnexpectedAnswer('it answered with nothing');
  return data;
}

function middlewareOf(credential: ApiCredential | undefined): Middleware {
  return {
    async onRequest({ request, schemaPath }) {
      if (credential?.type === 'api-key') request.headers.set('x-api-key', credential.key);
      if (credential?.type === 'token') request.headers.set('authorization', `Bearer ${await credential.token()}`);
      const repeatable = IDEMPOTENT_OPERATIONS.has(`${request.method} ${schemaPath}`);
      if (repeatable && !request.headers.has('idempotency-key')) {
        request.headers.set('idempotency-key', crypto.randomUUID());
      }
      return request;
    },
    async onResponse({ response, options }) {
      if (!response.ok) throw await problemOf(response);
      if (options.parseAs === 'json' && response.body !== null && !isJson(response)) {
        throw new UnexpectedAnswer('its answer is not JSON');
      }
      return response;
    },
  };
}

function isJson({ headers }: Response): boolean {
  return headers.get('content-type')?.includes('json') === true;
}
