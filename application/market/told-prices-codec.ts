import type { Price } from '@bourse/core/market/price.ts';

/** Prices as one line of JSON: a list of [symbol, micros, source, as-of milliseconds]. */
export function encodePrices(prices: readonly Price[]): string {
  return JSON.stringify(
    prices.map(({ symbol, priceMicros, source, asOfMs }) => [symbol, String(priceMicros), source, asOfMs]),
  );
}

/** The prices of such a line. Throws TypeError or SyntaxError when it is none. */
export function decodePrices(text: string): readonly Price[] {
  const lines: unknown = JSON.parse(text);
  if (!Array.isArray(lines)) throw new TypeError('prices must be a list');
  return lines.map(decodePrice);
}

function decodePrice(line: unknown): Price {
  const fields: readonly unknown[] = Array.isArray(line) ? line : [];
  const [symbol, micros, source, asOfMs] = fields;
  const fits =
    typeof symbol === 'string' &&
    typeof micros === 'string' &&
    /^\d{1,19}$/.test(micros) &&
    typeof source === 'string' &&
    typeof asOfMs === 'number' &&
    Number.isSafeInteger(asOfMs);
  if (!fits) throw new TypeError('a price must be a list of symbol, micros, source and time');
  return { symbol, priceMicros: BigInt(micros), source, asOfMs };
}
