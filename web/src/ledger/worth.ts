import { formatMoney, parseMicros } from '@bourse/core/money/decimal.ts';
import { notional } from '@bourse/core/money/rounding.ts';

/** What a position is worth at a price, and what was gained on it since it was bought; money as decimal strings. */
export interface Worth {
  readonly value: string;
  readonly profit: string;
}

/** Values a position as the server does: each product rounded half-even to a millionth. Null for what is no decimal. */
export function worthOf(quantity: string, averageEntryPrice: string, price: string): Worth | null {
  const quantityMicros = parseMicros(quantity);
  const entryMicros = parseMicros(averageEntryPrice);
  const priceMicros = parseMicros(price);
  if (quantityMicros === undefined || entryMicros === undefined || priceMicros === undefined) return null;
  return {
    value: formatMoney(notional(priceMicros, quantityMicros, 'half-even')),
    profit: formatMoney(notional(priceMicros - entryMicros, quantityMicros, 'half-even')),
  };
}

/** The sum of amounts as decimal strings, exact. What is no decimal counts as nothing. */
export function sumOf(amounts: Iterable<string>): string {
  let sum = 0n;
  for (const amount of amounts) sum += parseMicros(amount) ?? 0n;
  return formatMoney(sum);
}

/** How much of a whole a part is, in hundredths of a percent; null when there is no whole. */
export function shareOf(part: string, whole: string): number | null {
  const partMicros = parseMicros(part) ?? 0n;
  const wholeMicros = parseMicros(whole) ?? 0n;
  return wholeMicros <= 0n ? null : Number((partMicros * 10_000n) / wholeMicros);
}
