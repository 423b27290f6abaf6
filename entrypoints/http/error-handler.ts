import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { isFault } from '@bourse/application/ports/fault.ts';
import { traceFields } from '@bourse/application/tracing/trace.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { traceOfRequest } from './correlation.ts';
import { BadBody, InvalidRequest, sendProblem } from './problem.ts';
import { faultsOfRequest } from './request-faults.ts';
import type { ProblemError } from './schemas/problem-schema.ts';

const INVALID = 'The request is invalid. Every fault is listed under errors.';

/** Seconds after which a call that met a fault is worth repeating. */
const RETRY_AFTER_SECONDS = 1;

/** Makes the handler of everything that was thrown while a request was served. Tells the log all, and the caller nothing of the inside. */
export function errorHandler(
  logger: Logger,
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  return (error, request, reply) => {
    if (error instanceof InvalidRequest) return sendInvalidRequest(reply, error.errors);
    if (error instanceof BadBody) return sendProblem(reply, error.status, error.code, { detail: error.message });
    if (isFrameworkError(error)) {
      const sent = sendFrameworkError(reply, error);
      if (sent !== undefined) return sent;
    }
    const { method, routeOptions } = request;
    const fields = { ...traceFields(traceOfRequest(request)), method, route: routeOptions.url, err: error };
    if (isOfConnection(error, reply)) logger.info(fields, 'the connection ended before the request was answered');
    else logger.error(fields, 'request failed');
    if (isFault(error, 'unavailable') || isFault(error, 'overloaded')) {
      return sendProblem(reply, 503, isFault(error, 'overloaded') ? 'overloaded' : 'unavailable', {
        detail:
          'Bourse cannot do this at the moment. Repeat the request a little later; with the same idempotency key it is done once.',
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    return sendProblem(reply, 500, 'internal-error', {
      detail: 'Something went wrong inside. The correlation id leads to what it was.',
    });
  };
}

/** Whether a request or its answer broke off because its connection ended: that is no fault of ours. */
function isOfConnection(error: unknown, { raw, request }: FastifyReply): boolean {
  if (!raw.destroyed || !(error instanceof Error)) return false;
  return error === request.raw.errored || ('code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE');
}

function sendInvalidRequest(reply: FastifyReply, found?: readonly ProblemError[]): FastifyReply {
  return sendProblem(reply, 400, 'invalid-request', { detail: INVALID, errors: faultsOfRequest(reply.request, found) });
}

/** What the framework refuses before a handler runs, by its error code. */
const FRAMEWORK_ERRORS: Readonly<
  Record<string, { readonly status: number; readonly code: string; readonly detail: string }>
> = {
  FST_ERR_BAD_URL: { status: 400, code: 'malformed-url', detail: 'The path is not well-formed.' },
  FST_ERR_MAX_PARAM_LENGTH: { status: 414, code: 'url-too-long', detail: 'A part of the path is too long.' },
};

function isFrameworkError(error: unknown): error is FastifyError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('FST_');
}

function sendFrameworkError(reply: FastifyReply, error: FastifyError): FastifyReply | undefined {
  if (error.validation !== undefined) return sendInvalidRequest(reply);
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    const taken = reply.request.routeOptions.schema?.consumes ?? ['application/json'];
    return sendProblem(reply, 415, 'unsupported-media-type', { detail: `Send the body as ${taken.join(' or ')}.` });
  }
  const known = FRAMEWORK_ERRORS[error.code];
  return known && sendProblem(reply, known.status, known.code, { detail: known.detail });
}
