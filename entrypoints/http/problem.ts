import type { FastifyReply } from 'fastify';
import type { Problem, ProblemError } from './schemas/problem-schema.ts';

/** The media type of every answer that is not a success (RFC 9457). */
export const PROBLEM_JSON = 'application/problem+json';

/** What a problem can say beyond its kind. */
export interface ProblemDetails {
  /** What happened and what to do, in a sentence for a person. */
  readonly detail?: string;
  /** Every fault of the input. */
  readonly errors?: readonly ProblemError[];
  /** Members of this kind of problem, for example the order that was refused. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Seconds after which it is worth coming back; goes into Retry-After. */
  readonly retryAfterSeconds?: number;
}

/**
 * Answers with a problem. `code` is the kind, in kebab case, stable and made for programs: a refusal as its use case names it.
 * Title and type are made from it.
 */
export function sendProblem(
  reply: FastifyReply,
  status: number,
  code: string,
  details: ProblemDetails = {},
): FastifyReply {
  const { request } = reply;
  const problem = problemOf(status, code, { path: request.url, correlationId: request.id }, details);
  if (details.retryAfterSeconds !== undefined) reply.header('retry-after', details.retryAfterSeconds.toString());
  // Sent as bytes: no response schema has to know the members of every kind of problem, and no charset is added to the type.
  return reply
    .code(status)
    .type(PROBLEM_JSON)
    .send(Buffer.from(JSON.stringify(problem)));
}

/** The document of a problem. Queries are left out of `instance`, they may hold what is nobody's business. */
export function problemOf(
  status: number,
  code: string,
  where: { readonly path: string; readonly correlationId: string },
  { detail, errors, extensions }: ProblemDetails,
): Problem {
  return {
    ...extensions,
    type: `urn:bourse:problem:${code}`,
    title: titleOf(code),
    status,
    ...(detail === undefined ? {} : { detail }),
    instance: where.path.split('?', 1)[0] ?? '',
    correlation_id: where.correlationId,
    ...(errors === undefined ? {} : { errors: [...errors] }),
  };
}

/** Thrown by what reads a request, where the schema cannot say it all; answered with 400 and these faults. */
export class InvalidRequest extends Error {
  readonly errors: readonly ProblemError[];

  constructor(errors: readonly ProblemError[]) {
    super('the request is invalid');
    this.name = 'InvalidRequest';
    this.errors = errors;
  }
}

/** Thrown by what reads a body that is no document at all; answered with this status (400) and code. */
export class BadBody extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'BadBody';
    this.code = code;
    this.status = status;
  }
}

function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
