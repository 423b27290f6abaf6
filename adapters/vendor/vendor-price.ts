import { divide } from '@bourse/core/money/rounding.ts';

const DECIMAL = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;
const FRACTION_DIGITS = 6;
const MAX_LENGTH = 64;
const MAX_MICROS = 9_223_372_036_854_775_807n;

/**
 * Reads a price out of JSON, a number or a string, as millionths. A number is taken as its shortest decimal (189.84, not the binary
 * fraction next to it); what is finer than a millionth is rounded half to even. Null when it is absent, no decimal number, or does
 * not fit a signed 64-bit integer.
 */
export function readVendorPrice(value: unknown): bigint | null {
  if (typeof value === 'string') return decimalToMicros(value);
  return typeof value === 'number' ? decimalToMicros(String(value)) : null;
}

function decimalToMicros(text: string): bigint | null {
  const match = text.length <= MAX_LENGTH ? DECIMAL.exec(text) : null;
  if (match === null) return null;
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = match;
  const power = Number(exponent) - fraction.length + FRACTION_DIGITS;
  const digits = BigInt(whole + fraction);
  const micros = power >= 0 ? digits * 10n ** BigInt(power) : divide(digits, 10n ** BigInt(-power), 'half-even');
  if (micros > MAX_MICROS) return null;
  return sign === '-' ? -micros : micros;
}
