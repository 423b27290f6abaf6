import { getRequest } from '../load/request-text.ts';
import type { BourseUnderLoad } from './bourse-under-load.ts';
import { STORED_RUN } from './fill-trades.ts';
import { BOOKS, COUNTERPARTIES, maturitiesAfter } from './trade-content.ts';

/** Reads of a store with trades of STORED_RUN, by name; each kind asks for many different pages or trades. */
export async function tradeReads(
  { bourse, office }: BourseUnderLoad,
  rows: number,
  nowMs: number,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const parts = { host: `127.0.0.1:${bourse.port}`, token: await office.operatorToken() };
  const days = maturitiesAfter(nowMs);
  const each = (queryOf: (index: number) => string): readonly string[] =>
    Array.from({ length: REQUESTS }, (_, index) => getRequest(`/api/v1/trades${queryOf(index)}`, parts));
  const at = (texts: readonly string[], index: number): string => texts[(index * STEP) % texts.length] ?? '';
  return {
    'one trade, all versions': each((index) => `/${STORED_RUN}-${idOf((index * STEP) % rows)}`),
    'trades of a book': each((index) => `?book_id=${at(BOOKS, index)}`),
    'trades of a counterparty': each((index) => `?counterparty_id=${at(COUNTERPARTIES, index)}`),
    'living trades of a book with a counterparty': each(
      (index) => `?book_id=${at(BOOKS, index)}&counterparty_id=${at(COUNTERPARTIES, index + 1)}&expired=false`,
    ),
    'trades by maturity': each((index) => `?maturity_from=${at(days, index)}`),
    'expired trades': each((index) => `?expired=true&versions=all&book_id=${at(BOOKS, index)}`),
  };
}

const REQUESTS = 500;
/** A prime, so that the requests are spread over everything. */
const STEP = 1_000_003;

/** The number of a trade in its id: rows whose number ends with 9 are second versions. */
function idOf(row: number): string {
  const n = Math.max(1, row);
  return String(n % 10 === 9 ? n - 1 : n).padStart(9, '0');
}
