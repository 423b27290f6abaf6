import type { components } from './generated/api-types.ts';
import { retryAfterMs } from './retry-after.ts';

/** A fault of the input: where it is, as a JSON pointer, and what it is. */
export type InputFault = NonNullable<components['schemas']['Problem']['errors']>[number];

/** Thrown when the API refuses something or fails: the problem document as an error. */
export class ApiProblem extends Error {
  readonly status: number;
  /** The kind of problem, made for programs: "price-moved". "http-502" for an answer that is no problem document. */
  readonly code: string;
  /** Every fault of the input; empty for other problems. */
  readonly errors: readonly InputFault[];
  /** Names the request in the logs of the server. */
  readonly correlationId: string | null;
  /** The whole document, with what this kind of problem has besides; null for an answer that is none. */
  readonly document: Readonly<Record<string, unknown>> | null;
  /** How long the API wants to be left alone, milliseconds; null when it does not say. */
  readonly retryAfterMs: number | null;

  constructor(status: number, document: Readonly<Record<string, unknown>> | null, retryAfterMs: number | null = null) {
    const { detail, title, type, errors, correlation_id: correlationId } = document ?? {};
    super(textOf(detail) ?? textOf(title) ?? `the API answered with status ${status}`);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = textOf(type)?.split(':').at(-1) ?? `http-${status}`;
    this.errors = Array.isArray(errors) ? errors.filter(isFault) : [];
    this.correlationId = textOf(correlationId) ?? null;
    this.document = document;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Reads the problem of an answer that is not a success. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
  const document: unknown = isProblem ? await response.json() : null;
  return new ApiProblem(response.status, isObject(document) ? document : null, retryAfterMs(response));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isFault(value: unknown): value is InputFault {
  return isObject(value) && typeof value['pointer'] === 'string' && typeof value['message'] === 'string';
}
