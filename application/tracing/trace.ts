/** What leads from a record of the log back to the request behind it: headers, which every record that follows from it has as well. */
export type Trace = Readonly<Record<string, string>>;

/** The header with the name of the request, in all logs. */
const CORRELATION_ID_HEADER = 'correlation-id';

/** The header with the trace that the caller is in (W3C Trace Context), passed on as it came; absent when the caller named none. */
const TRACEPARENT_HEADER = 'traceparent';

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace of a request. A `traceparent` that is not well-formed is left out, as its specification asks for. */
export function traceOf(correlationId: string, traceparent?: string): Trace {
  return traceparent !== undefined && TRACEPARENT.test(traceparent)
    ? { [CORRELATION_ID_HEADER]: correlationId, [TRACEPARENT_HEADER]: traceparent }
    : { [CORRELATION_ID_HEADER]: correlationId };
}

/** The trace in the headers of a record, for what it leads to. Nothing where there is none. */
export function traceIn(headers: Readonly<Record<string, string>>): Trace {
  const { [CORRELATION_ID_HEADER]: correlationId, [TRACEPARENT_HEADER]: traceparent } = headers;
  if (traceparent === undefined) return correlationId === undefined ? {} : { [CORRELATION_ID_HEADER]: correlationId };
  return {
    ...(correlationId === undefined ? {} : { [CORRELATION_ID_HEADER]: correlationId }),
    [TRACEPARENT_HEADER]: traceparent,
  };
}

/** Fields of a line in a log. */
export interface TraceFields {
  readonly correlation_id?: string;
  /** 32 hexadecimal digits, by which the line is found from the trace. */
  readonly trace_id?: string;
}

/** What a log line says of a trace. */
export function traceFields(trace: Readonly<Record<string, string>>): TraceFields {
  const { [CORRELATION_ID_HEADER]: correlationId, [TRACEPARENT_HEADER]: traceparent } = trace;
  const traceId = traceparent === undefined ? undefined : TRACEPARENT.exec(traceparent)?.[1];
  return {
    ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
    ...(traceId === undefined ? {} : { trace_id: traceId }),
  };
}
