import type { TSchemaOptions, TString } from 'typebox';
import { Type } from 'typebox';

/** Forms of text that are checked beyond what JSON Schema can say. */
export type FormatName =
  'decimal' | 'positive-decimal' | 'date-time' | 'date' | 'uuid' | 'page-limit' | 'cursor' | 'idempotency-key';

const DECIMAL_PATTERN = '^-?(0|[1-9]\\d{0,12})(\\.\\d{1,6})?$';

/** An amount, price or quantity as a decimal string: exact, never a number of JSON. Read it with microsOf. */
export function DecimalText(options: TSchemaOptions = {}): TString {
  return text('decimal', { pattern: DECIMAL_PATTERN, ...options });
}

/** The same, above zero. */
export function PositiveDecimalText(options: TSchemaOptions = {}): TString {
  return text('positive-decimal', { pattern: DECIMAL_PATTERN, ...options });
}

/** A time of RFC 3339; answers are in UTC with milliseconds. Read it with timeOf. */
export function TimeText(options: TSchemaOptions = {}): TString {
  return text('date-time', options);
}

/** A day of the calendar, YYYY-MM-DD. */
export function DateText(options: TSchemaOptions = {}): TString {
  return text('date', options);
}

/** A UUID in lower case. */
export function UuidText(options: TSchemaOptions = {}): TString {
  return text('uuid', options);
}

/** Text of a named format. */
export function text(format: FormatName, options: TSchemaOptions = {}): TString {
  return Type.String({ ...options, format });
}
