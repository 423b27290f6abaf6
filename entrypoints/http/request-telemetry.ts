import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { traceFields } from '@bourse/application/tracing/trace.ts';
import type { Labels, Logger, Meter } from '@bourse/application/ports/telemetry.ts';
import { traceOfRequest } from './correlation.ts';

/** Where requests are counted and noted. */
export interface RequestTelemetry {
  readonly meter: Meter;
  readonly logger: Logger;
  /** Whether each request is noted in the log, not only those that failed. */
  readonly logEachRequest: boolean;
}

/**
 * Makes the hook that measures the answers of one route: rate, errors and duration by method, route and status. One line in the
 * log for answers with a status of 500 and above, or for each.
 */
export function measureResponses(
  { meter, logger, logEachRequest }: RequestTelemetry,
  method: string,
  route: string,
): (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void {
  // The same labels object each time, which a meter can recognise without reading it.
  const labelsOfStatus = new Map<number, Labels>();
  return (request, reply, done) => {
    const status = reply.statusCode;
    const labels = labelsOfStatus.get(status) ?? { method, route, status: status.toString() };
    labelsOfStatus.set(status, labels);
    meter.duration('http_request_duration_seconds', labels, reply.elapsedTime / 1_000);
    if (logEachRequest || status >= 500) {
      const fields = {
        ...traceFields(traceOfRequest(request)),
        method,
        route,
        status,
        duration_ms: Math.round(reply.elapsedTime * 10) / 10,
      };
      if (status >= 500) logger.warn(fields, 'request answered');
      else logger.info(fields, 'request answered');
    }
    done();
  };
}

/** Makes the hook that measures requests that no route answers, all under one label: their paths can be anything. */
export function measureUnmatched(telemetry: RequestTelemetry): ReturnType<typeof measureResponses> {
  const measure = measureResponses(telemetry, 'any', 'unmatched');
  return (request, reply, done) => {
    if (request.is404) measure(request, reply, done);
    else done();
  };
}
