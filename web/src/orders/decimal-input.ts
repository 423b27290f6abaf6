import { parseMicros } from '@bourse/core/money/decimal.ts';

/** The character between whole and fraction in a language. */
export function decimalMark(locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}

/**
 * Reads what a person typed as a number above zero: with the decimal mark of their language or a point, without separators of thousands, at
 * most six digits of a fraction. Null for anything else.
 */
export function readDecimal(typed: string, locale: string): string | null {
  const text = typed.trim();
  const plain = decimalMark(locale) === ',' ? text.replace(',', '.') : text;
  const micros = parseMicros(plain.replace(/^\./, '0.'));
  return micros !== undefined && micros > 0n ? plain.replace(/^\./, '0.') : null;
}
