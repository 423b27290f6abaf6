import type { TSchemaOptions, TString } from 'typebox';
import { Type } from 'typebox';

/** Forms of text that JSON Schema can say, with what people are told when a text does not have it. */
export const PATTERNS = {
  symbol: { pattern: '^[A-Z0-9][A-Z0-9.-]*$', message: 'must be a ticker symbol such as AAPL or BRK.B' },
  'client-order-id': { pattern: '^[\\x21-\\x7e]+$', message: 'must be ASCII characters without blanks' },
  'point-count': {
    pattern: '^([2-9]|[1-9]\\d|[1-4]\\d\\d|500)$',
    message: 'must be a whole number from 2 to 500',
  },
} as const;

/** Text of a named pattern. */
export function PatternText(name: keyof typeof PATTERNS, options: TSchemaOptions): TString {
  return Type.String({ ...options, pattern: PATTERNS[name].pattern });
}
