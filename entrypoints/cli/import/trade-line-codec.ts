import type { TradeFields as CoreFields, TradeFault } from '@bourse/core/trades/trade-limits.ts';
import { tradeFaults } from '@bourse/core/trades/trade-limits.ts';
import type { NewTrade } from '@bourse/core/trades/trade.ts';
import type { TradeFields } from './input-line.ts';
import type { TradeField } from '@bourse/client/trade-fields.ts';
import type { DateFormat } from './trade-date.ts';
import { isoDateOf } from './trade-date.ts';

const COLUMN_OF: Readonly<Record<keyof NewTrade, TradeField>> = {
  tradeId: 'trade_id',
  version: 'version',
  counterpartyId: 'counterparty_id',
  bookId: 'book_id',
  maturityDate: 'maturity_date',
  createdDate: 'created_date',
};

/** The trade that a line tells of, or everything that is wrong with it in one text. */
export function readTrade(
  line: TradeFields,
  dates: DateFormat,
): { readonly trade: NewTrade } | { readonly fault: string } {
  const fields = {
    tradeId: line.trade_id,
    version: line.version,
    counterpartyId: line.counterparty_id,
    bookId: line.book_id,
    maturityDate: dateOf(line.maturity_date, dates),
    createdDate: dateOf(line.created_date, dates) ?? null,
  } satisfies CoreFields;
  const faults = tradeFaults(fields);
  if (faults.length === 0) return { trade: fields as NewTrade };
  return { fault: faults.map((fault) => inWords(fault, fields[fault.field], dates)).join('; ') };
}

/** A text in another format stays as it is, which the rules refuse; what is no text they refuse as well. */
function dateOf(value: unknown, format: DateFormat): unknown {
  if (typeof value !== 'string') return value;
  const date = isoDateOf(value, format);
  // A date in the other format must not slip through.
  return date ?? (format === 'iso' ? value : `not ${format}`);
}

function inWords({ field, message }: TradeFault, value: unknown, dates: DateFormat): string {
  const column = COLUMN_OF[field];
  if (value === undefined) return `${column} is missing`;
  const isDate = field === 'maturityDate' || field === 'createdDate';
  if (isDate && dates !== 'iso') return `${column} must be a date as ${dates}`;
  const isDayFirst = isDate && typeof value === 'string' && isoDateOf(value, 'dd/mm/yyyy') !== undefined;
  return `${column} ${message}${isDayFirst ? ' (days first: --date-format dd/mm/yyyy)' : ''}`;
}
