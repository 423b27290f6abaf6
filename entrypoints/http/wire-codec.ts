import { parseMicros } from '@bourse/core/money/decimal.ts';
import { parseTime } from '@bourse/core/time/utc.ts';
import { FORMATS } from './formats.ts';
import { InvalidRequest } from './problem.ts';

/** Millionths of a decimal string that a schema has let through. Throws RangeError when none did. */
export function microsOf(text: string): bigint {
  const micros = parseMicros(text);
  if (micros === undefined) throw new RangeError('a decimal string came past its schema');
  return micros;
}

/** Epoch milliseconds of a time that a schema has let through. Throws RangeError when none did. */
export function timeOf(text: string): number {
  const atMs = parseTime(text);
  if (atMs === undefined) throw new RangeError('a time came past its schema');
  return atMs;
}

/** Epoch milliseconds of the moment `as_of` that a caller asks about. Throws InvalidRequest when it is still to come: the books may change until then. */
export function pastTimeOf(text: string, nowMs: number): number {
  const atMs = timeOf(text);
  if (atMs > nowMs) throw new InvalidRequest([{ pointer: '/query/as_of', message: 'must not be in the future' }]);
  return atMs;
}

/** A whole number from a cursor key. Throws InvalidRequest: no list makes such a cursor. */
export function cursorNumberOf(key: string | undefined): bigint {
  if (key === undefined || !/^\d{1,15}$/.test(key)) {
    throw new InvalidRequest([{ pointer: '/query/cursor', message: FORMATS.cursor.message }]);
  }
  return BigInt(key);
}
