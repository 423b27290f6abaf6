/** How a decimal string is written for a reader. */
export interface DecimalStyle {
  /** Fraction digits to write at least; more are written where the value has them. */
  readonly atLeast?: number;
  /** Whether a plus is written before what is above zero; changes have one, amounts have none. */
  readonly signed?: boolean;
}

/** The languages of the reader, most wanted first. */
export const LOCALES: readonly string[] = typeof navigator === 'undefined' ? ['en-US'] : navigator.languages;

const DECIMAL = /^-?\d+(\.\d+)?$/;
const MOST_FRACTION_DIGITS = 20;
const formats = new Map<string, Intl.NumberFormat>();

/**
 * Writes a decimal string as the reader's language does, with every digit it has: nothing is rounded, and no float is on the way. Throws
 * RangeError for what is no decimal.
 */
export function decimalText(decimal: string, style: DecimalStyle = {}, locales = LOCALES): string {
  if (!isDecimal(decimal)) throw new RangeError(`"${decimal}" is no decimal number`);
  return formatOf(style, locales).format(decimal).replace('-', '\u2212');
}

/** A price or an amount of money: two fraction digits or more. */
export function moneyText(decimal: string, locales = LOCALES): string {
  return decimalText(decimal, { atLeast: 2 }, locales);
}

/**
 * A price or an amount of money in two pieces: up to its second fraction digit, and the digits after that. In a column the first pieces stand
 * below each other, whatever follows.
 */
export function moneyPieces(
  decimal: string,
  signed: boolean,
  locales = LOCALES,
): readonly [main: string, rest: string] {
  const text = decimalText(decimal, { atLeast: 2, signed }, locales);
  const restLength = Math.max(0, (decimal.split('.')[1] ?? '').replace(/0+$/, '').length - 2);
  return [text.slice(0, text.length - restLength), text.slice(text.length - restLength)];
}

/** A number of shares: as many fraction digits as it has. */
export function quantityText(decimal: string, locales = LOCALES): string {
  return decimalText(decimal, {}, locales);
}

/** A gain or loss of money, its sign always written. */
export function changeText(decimal: string, locales = LOCALES): string {
  return decimalText(decimal, { atLeast: 2, signed: true }, locales);
}

/** A count of things. */
export function countText(count: number, locales = LOCALES): string {
  return formatOf({}, locales).format(count);
}

/** Whether a text is a decimal number as the API writes them. */
export function isDecimal(text: string): text is `${number}` {
  return DECIMAL.test(text);
}

function formatOf({ atLeast = 0, signed = false }: DecimalStyle, locales: readonly string[]): Intl.NumberFormat {
  const key = `${locales.join()} ${atLeast} ${String(signed)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat([...locales], {
    minimumFractionDigits: atLeast,
    maximumFractionDigits: MOST_FRACTION_DIGITS,
    signDisplay: signed ? 'exceptZero' : 'auto',
  });
  formats.set(key, format);
  return format;
}
