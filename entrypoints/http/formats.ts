import { formatMicros, MAX_MICROS, parseMicros } from '@bourse/core/money/decimal.ts';
import { isCalendarDate } from '@bourse/core/time/calendar-date.ts';
import { parseTime } from '@bourse/core/time/utc.ts';
import type { FormatName } from './schemas/format-schema.ts';

/** How a format is checked, and what is said when a text does not have it. */
export interface Format {
  readonly accepts: (text: string) => boolean;
  /** Follows the name of the field: "must be …". */
  readonly message: string;
}

const DIGITS = `such as "12.5", at most ${formatMicros(MAX_MICROS)}, with at most 6 digits after the point`;

/** The formats that schemas may name. */
export const FORMATS: Readonly<Record<FormatName, Format>> = {
  decimal: {
    accepts: (text) => parseMicros(text) !== undefined,
    message: `must be a decimal number in a string, ${DIGITS}`,
  },
  'positive-decimal': {
    accepts: (text) => (parseMicros(text) ?? 0n) > 0n,
    message: `must be a decimal number above zero in a string, ${DIGITS}`,
  },
  'date-time': {
    accepts: (text) => parseTime(text) !== undefined,
    message: 'must be a time of RFC 3339, such as "2026-03-31T14:05:00Z"',
  },
  date: {
    accepts: isCalendarDate,
    message: 'must be a date such as 2026-03-31',
  },
  uuid: {
    accepts: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text),
    message: 'must be a UUID in lower case',
  },
  'page-limit': {
    accepts: (text) => /^[1-9]\d{0,3}$/.test(text) && Number(text) <= MAX_PAGE_LIMIT,
    message: 'must be a whole number from 1 to 500',
  },
  cursor: {
    accepts: (text) => /^[A-Za-z0-9_-]{1,1024}$/.test(text),
    message: 'must be a next_cursor that this list answered',
  },
  'idempotency-key': {
    accepts: (text) => /^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/.test(text),
    message: 'must be 1 to 200 printable ASCII characters',
  },
};

/** Most items of one page. */
export const MAX_PAGE_LIMIT = 500;
