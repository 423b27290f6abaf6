import type { TradeContent } from './load-job.ts';
import type { TradeTerms } from './trade-terms.ts';
import { tradeTerms } from './trade-terms.ts';

/** The trade numbered n of a load as one line of JSON, ASCII characters only. */
export function tradeBody(content: TradeContent, n: number): string {
  return tradeText(content, tradeTerms(n, content.hasOvertaken));
}

/** A trade in this version as one line of JSON: what it holds depends on nothing else. */
export function tradeText(content: TradeContent, { trade, version }: Omit<TradeTerms, 'isOvertaken'>): string {
  const { run, books, counterparties, maturities } = content;
  const [one, other] = [mixed(trade), mixed(trade + MAX_TRADES)];
  const maturity = at(maturities, mixed(one + 1));
  return `{"trade_id":"${run}-${trade}","version":${version},"counterparty_id":"${at(counterparties, one)}","book_id":"${at(books, other)}","maturity_date":"${maturity}"}`;
}

/** More than a load has. */
const MAX_TRADES = 1e9;

/** A number of 32 bits that looks random, always the same for the same number (the end of MurmurHash3, by Austin Appleby, public domain). */
function mixed(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function at(texts: readonly string[], index: number): string {
  const text = texts[index % texts.length];
  if (text === undefined) throw new RangeError('trades need at least one book, counterparty and maturity');
  return text;
}
