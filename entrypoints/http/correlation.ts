import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { traceOf } from '@bourse/application/tracing/trace.ts';
import type { Trace } from '@bourse/application/tracing/trace.ts';
import type { Ids } from '@bourse/application/ports/ids.ts';

const WELL_FORMED = /^[A-Za-z0-9._:-]{1,128}$/;

/** Names a request: by its X-Correlation-Id when that is well-formed, else by a new id. */
export function correlationIds(ids: Pick<Ids, 'next'>): (request: Pick<IncomingMessage, 'headers'>) => string {
  return ({ headers }) => {
    const given = headers['x-correlation-id'];
    return typeof given === 'string' && WELL_FORMED.test(given) ? given : ids.next();
  };
}

/** What everything that a request leads to carries along. */
export function traceOfRequest({ id, headers }: Pick<FastifyRequest, 'id' | 'headers'>): Trace {
  const { traceparent } = headers;
  return traceOf(id, typeof traceparent === 'string' ? traceparent : undefined);
}

/** Tells the caller the name of the request. */
export function echoCorrelationId(request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
  reply.header('x-correlation-id', request.id);
  done();
}
