import type { NewTrade, StoredTrade } from '@bourse/core/trades/trade.ts';
import type { TradeFault, TradeFields } from '@bourse/core/trades/trade-limits.ts';
import { tradeFaults } from '@bourse/core/trades/trade-limits.ts';
import { formatTime } from '@bourse/core/time/utc.ts';
import type { RequestStatus } from '@bourse/application/trades/request-status.ts';
import type { Static } from 'typebox';
import type { ProblemError } from './schemas/problem-schema.ts';
import type { RequestSchema, TradeSchema } from './schemas/trades-schema.ts';

/** A trade as it was sent, or everything that is wrong with it. */
export type TradeReading =
  { readonly ok: true; readonly trade: NewTrade } | { readonly ok: false; readonly errors: readonly ProblemError[] };

/** Most faults that are listed of one trade. */
export const MAX_TRADE_FAULTS = 20;

/** Reads a trade from a JSON document. Names every fault of it, in the same words for one trade as for each line of many. */
export function readTrade(document: unknown): TradeReading {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return { ok: false, errors: [{ pointer: '', message: 'must be an object with the fields of a trade' }] };
  }
  const wire = document as Readonly<Record<string, unknown>>;
  const fields: TradeFields = {
    tradeId: wire['trade_id'],
    version: wire['version'],
    counterpartyId: wire['counterparty_id'],
    bookId: wire['book_id'],
    maturityDate: wire['maturity_date'],
    createdDate: wire['created_date'] ?? null,
  };
  const faults = tradeFaults(fields);
  const unknown = Object.keys(wire).filter((name) => !KNOWN.has(name));
  if (faults.length === 0 && unknown.length === 0) return { ok: true, trade: fields as NewTrade };
  const errors = [...faults.map((fault) => errorOf(fault, wire)), ...unknown.map(unknownField)];
  return { ok: false, errors: errors.slice(0, MAX_TRADE_FAULTS) };
}

/** A stored trade as the API answers it. */
export function tradeJson(trade: StoredTrade): Static<typeof TradeSchema> {
  return {
    trade_id: trade.tradeId,
    version: trade.version,
    counterparty_id: trade.counterpartyId,
    book_id: trade.bookId,
    maturity_date: trade.maturityDate,
    created_date: trade.createdDate,
    expired: trade.expired,
    recorded_at: formatTime(trade.recordedAtMs),
    updated_at: formatTime(trade.updatedAtMs),
  };
}

/** Where a request stands, as the API answers it. */
export function requestJson(request: RequestStatus): Static<typeof RequestSchema> {
  return {
    request_id: request.requestId,
    status: request.status,
    trade_id: request.tradeId,
    version: request.version,
    failure_reason: request.failureReason,
    created_at: formatTime(request.createdAtMs),
    updated_at: formatTime(request.updatedAtMs),
  };
}

const WIRE_NAMES: Readonly<Record<keyof NewTrade, string>> = {
  tradeId: 'trade_id',
  version: 'version',
  counterpartyId: 'counterparty_id',
  bookId: 'book_id',
  maturityDate: 'maturity_date',
  createdDate: 'created_date',
};
const KNOWN: ReadonlySet<string> = new Set(Object.values(WIRE_NAMES));

function errorOf({ field, message }: TradeFault, wire: Readonly<Record<string, unknown>>): ProblemError {
  const name = WIRE_NAMES[field];
  return { pointer: `/${name}`, message: wire[name] === undefined ? `is required and ${message}` : message };
}

/** Escapes a name as RFC 6901 asks; a name without end is cut. */
function unknownField(name: string): ProblemError {
  const pointer = `/${name.slice(0, 100).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return { pointer, message: 'is not a known field' };
}
