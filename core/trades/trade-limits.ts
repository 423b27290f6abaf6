import { isCalendarDate } from '../time/calendar-date.ts';
import type { NewTrade } from './trade.ts';

/** Longest texts, in characters. */
export const TRADE_ID_MAX = 20;
export const COUNTERPARTY_ID_MAX = 50;
export const BOOK_ID_MAX = 50;

/** Versions count from 1. */
export const VERSION_MAX = 2_147_483_647;

/** The fields of a trade before anything is known of them. */
export type TradeFields = { readonly [Field in keyof NewTrade]: unknown };

/** What is wrong with one field; the words follow its name: "must be …". */
export interface TradeFault {
  readonly field: keyof NewTrade;
  readonly message: string;
}

/**
 * Everything that is wrong with the fields of a trade, not only the first; empty when they are a NewTrade. `createdDate` may be null or
 * undefined, all others are needed.
 */
export function tradeFaults(fields: TradeFields): readonly TradeFault[] {
  return isSound(fields) ? NO_FAULTS : CHECKS.filter(({ accepts, field }) => !accepts(fields[field])).map(asFault);
}

const NO_FAULTS: readonly TradeFault[] = [];

interface Check extends TradeFault {
  readonly accepts: (value: unknown) => boolean;
}

const CHECKS: readonly Check[] = [
  textCheck('tradeId', TRADE_ID_MAX),
  { field: 'version', message: `must be a whole number from 1 to ${VERSION_MAX}`, accepts: isVersion },
  textCheck('counterpartyId', COUNTERPARTY_ID_MAX),
  textCheck('bookId', BOOK_ID_MAX),
  dateCheck('maturityDate', isDate),
  dateCheck('createdDate', isOptionalDate),
];

/** The same as no check failing, written out because it is asked for every line of a bulk load. */
function isSound({ tradeId, version, counterpartyId, bookId, maturityDate, createdDate }: TradeFields): boolean {
  return (
    isPlainText(tradeId, TRADE_ID_MAX) &&
    isVersion(version) &&
    isPlainText(counterpartyId, COUNTERPARTY_ID_MAX) &&
    isPlainText(bookId, BOOK_ID_MAX) &&
    isDate(maturityDate) &&
    isOptionalDate(createdDate)
  );
}

function textCheck(field: keyof NewTrade, maxCharacters: number): Check {
  return {
    field,
    message: `must be a text of 1 to ${maxCharacters} characters without control characters and without blanks at its ends`,
    accepts: (value) => isPlainText(value, maxCharacters),
  };
}

function dateCheck(field: keyof NewTrade, accepts: Check['accepts']): Check {
  return { field, message: 'must be a date such as 2026-03-31', accepts };
}

/** Control characters, and halves of surrogate pairs, which are no characters at all. */
const FORBIDDEN = /[\p{Cc}\p{Cs}]/u;
const BLANK_AT_AN_END = /^\s|\s$/;

function isPlainText(value: unknown, maxCharacters: number): boolean {
  if (typeof value !== 'string' || value === '') return false;
  // A character takes up to two code units, so most texts need no counting.
  if (value.length > maxCharacters && (value.length > 2 * maxCharacters || [...value].length > maxCharacters))
    return false;
  return !FORBIDDEN.test(value) && !BLANK_AT_AN_END.test(value);
}

function isVersion(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= VERSION_MAX;
}

function isDate(value: unknown): boolean {
  return typeof value === 'string' && isCalendarDate(value);
}

function isOptionalDate(value: unknown): boolean {
  return value === null || value === undefined || isDate(value);
}

function asFault({ field, message }: Check): TradeFault {
  return { field, message };
}
