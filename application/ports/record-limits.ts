import { Fault } from './fault.ts';
import type { LogRecord } from './log.ts';

/** Most bytes of a record's key and headers together: what is written beside a value is small. */
export const MAX_RECORD_HEAD_BYTES = 16_384;

/** Most bytes of UTF-8 for one UTF-16 code unit. */
const MAX_BYTES_PER_CODE_UNIT = 3;

/** Bytes of a text in UTF-8. */
export type ByteLength = (text: string) => number;

/**
 * Checks what every log has to refuse alone, before it would take others down that are appended with it; answers how many bytes all of it
 * takes. Throws Fault('invalid-data') for a value larger than `maxValueBytes`, for a key and headers larger than MAX_RECORD_HEAD_BYTES, and
 * for records of one append that are larger than `maxAppendBytes` together.
 */
export function checkSizes(
  records: readonly LogRecord[],
  limits: { readonly maxValueBytes: number; readonly maxAppendBytes: number },
  byteLength: ByteLength,
): number {
  let bytes = 0;
  for (const { key, value, headers } of records) {
    const valueBytes = byteLength(value);
    refuseBeyond(limits.maxValueBytes, valueBytes, 'the value of a record takes');
    bytes += valueBytes + headBytesOf(key, headers, byteLength);
  }
  refuseBeyond(limits.maxAppendBytes, bytes, 'records that are appended together take');
  return bytes;
}

/** About: where there is much room they are not counted but estimated, by their code units. */
function headBytesOf(key: string, headers: LogRecord['headers'], byteLength: ByteLength): number {
  let codeUnits = key.length;
  for (const name in headers) codeUnits += name.length + (headers[name]?.length ?? 0);
  if (codeUnits * MAX_BYTES_PER_CODE_UNIT <= MAX_RECORD_HEAD_BYTES) return codeUnits;
  const bytes = byteLength([key, ...Object.entries(headers).flat()].join(''));
  refuseBeyond(MAX_RECORD_HEAD_BYTES, bytes, 'key and headers of a record take');
  return bytes;
}

function refuseBeyond(mostBytes: number, bytes: number, what: string): void {
  if (bytes > mostBytes) throw new Fault('invalid-data', `${what} ${bytes} bytes, more than ${mostBytes}`);
}
