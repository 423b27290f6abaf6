import { describe, expect, it } from 'vitest';
import { traceFields, traceIn, traceOf } from './trace.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${TRACE_ID}-00f067aa0ba902b7-01`;

describe('the trace of a request', () => {
  it('is its name, and the trace that its caller is in as it came', () => {
    expect(traceOf('name')).toEqual({ 'correlation-id': 'name' });
    expect(traceOf('name', TRACEPARENT)).toEqual({ 'correlation-id': 'name', traceparent: TRACEPARENT });
  });

  it.each([
    ['no trace at all', 'nonsense'],
    ['letters that are no digits', TRACEPARENT.replace('4bf', 'xyz')],
    ['capital letters', TRACEPARENT.toUpperCase()],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
    ['a parent id of zeros', `00-${TRACE_ID}-${'0'.repeat(16)}-01`],
    ['the version that is forbidden', TRACEPARENT.replace(/^00/, 'ff')],
    ['something behind it', `${TRACEPARENT}-more`],
    ['a line break', `${TRACEPARENT}\n`],
  ])('leaves out what is not well-formed: %s', (_, traceparent) => {
    expect(traceOf('name', traceparent)).toEqual({ 'correlation-id': 'name' });
  });

  it('goes on from one record to the next, without the other headers', () => {
    const headers = { 'correlation-id': 'name', traceparent: TRACEPARENT, 'command-id': 'other' };
    expect(traceIn(headers)).toEqual(traceOf('name', TRACEPARENT));
    expect(traceIn({ 'correlation-id': 'name', 'command-id': 'other' })).toEqual(traceOf('name'));
    expect(traceIn({ traceparent: TRACEPARENT })).toEqual({ traceparent: TRACEPARENT });
    expect(traceIn({ 'command-id': 'other' })).toEqual({});
  });

  it('is found in the log by its name and its trace id', () => {
    expect(traceFields(traceOf('name', TRACEPARENT))).toEqual({ correlation_id: 'name', trace_id: TRACE_ID });
    expect(traceFields(traceOf('name'))).toEqual({ correlation_id: 'name' });
    expect(traceFields({ traceparent: 'of a stranger' })).toEqual({});
  });
});
