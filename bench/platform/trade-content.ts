import { MS_PER_DAY, utcDate } from '@bourse/core/time/utc.ts';
import type { TradeContent } from '../load/load-job.ts';

const numbered = (count: number, prefix: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(4, '0')}`);

export const BOOKS = numbered(500, 'BOOK');
export const COUNTERPARTIES = numbered(2_000, 'CPTY');

const DATES = 2_000;
const LONGEST_DAYS = 3_650;

/** Dates of maturity over ten years from tomorrow on, half of them within the first 15 months, as trades have them. */
export function maturitiesAfter(nowMs: number): readonly string[] {
  return Array.from({ length: DATES }, (_, index) => utcDate(nowMs + daysAt(index) * MS_PER_DAY));
}

/** As many dates of maturity in the ten years up to yesterday. */
export function maturitiesBefore(nowMs: number): readonly string[] {
  return Array.from({ length: DATES }, (_, index) => utcDate(nowMs - daysAt(index) * MS_PER_DAY));
}

function daysAt(index: number): number {
  return 1 + Math.floor(LONGEST_DAYS * (index / DATES) ** 3);
}

/** What the trades of a run hold. */
export function tradeContent(run: string, nowMs: number, hasOvertaken: boolean): TradeContent {
  return {
    run,
    hasOvertaken,
    books: BOOKS,
    counterparties: COUNTERPARTIES,
    maturities: maturitiesAfter(nowMs),
  };
}
