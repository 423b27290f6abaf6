import { Fault } from './fault.ts';
import type { LogRecord } from './log.ts';

/** Most UTF-16 code units of a record's key and headers together: what is written beside a value is small. */
export const MAX_RECORD_HEAD_LENGTH = 16_384;

/**
 * Checks what every log has to refuse alone, before it would take others down that are appended with it. Throws Fault('invalid-data') for a
 * value longer than `maxValueLength`, or a key and headers longer than MAX_RECORD_HEAD_LENGTH, UTF-16 code units.
 */
export function checkRecordSize({ key, value, headers }: LogRecord, maxValueLength: number): void {
  if (value.length > maxValueLength) {
    throw new Fault('invalid-data', `a record of ${value.length} characters is larger than ${maxValueLength}`);
  }
  let headLength = key.length;
  for (const name in headers) headLength += name.length + (headers[name]?.length ?? 0);
  if (headLength <= MAX_RECORD_HEAD_LENGTH) return;
  throw new Fault(
    'invalid-data',
    `key and headers of a record take ${headLength} characters, more than ${MAX_RECORD_HEAD_LENGTH}`,
  );
}
