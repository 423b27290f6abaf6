/** Fraction digits of every amount, price and quantity: they are counted in millionths ("micros"). */
const FRACTION_DIGITS = 6;

/** Millionths in one unit. */
export const MICROS_PER_UNIT = 1_000_000n;

/** Largest amount, price or quantity there can be: what fits the database's 64-bit integers. */
export const MAX_MICROS = 9_223_372_036_854_775_807n;

const DECIMAL = /^(-?)(0|[1-9]\d{0,12})(?:\.(\d{1,6}))?$/;

/**
 * Reads a decimal string such as "12.5" as millionths.
 * At most 13 digits before and 6 after the point, no exponent, no leading zeros or plus sign;
 * answers undefined for anything else, and for what a signed 64-bit integer cannot hold.
 */
export function parseMicros(text: string): bigint | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '0', fraction = ''] = match;
  const micros = BigInt(whole + fraction.padEnd(FRACTION_DIGITS, '0'));
  if (micros > MAX_MICROS) return undefined;
  return sign === '-' ? -micros : micros;
}

/** Writes millionths as the shortest decimal string with at least `minimumFractionDigits` (0 to 6) digits: 1500000n is "1.5". */
export function formatMicros(micros: bigint, minimumFractionDigits = 0): string {
  const digits = (micros < 0n ? -micros : micros).toString().padStart(FRACTION_DIGITS + 1, '0');
  const whole = digits.slice(0, -FRACTION_DIGITS);
  const fraction = digits.slice(-FRACTION_DIGITS).replace(/0+$/, '').padEnd(minimumFractionDigits, '0');
  return `${micros < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Writes an amount of money or a price: at least two fraction digits, "1000.00". */
export function formatMoney(micros: bigint): string {
  return formatMicros(micros, 2);
}
