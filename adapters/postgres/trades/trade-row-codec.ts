import type { StoredTrade } from '@bourse/core/trades/trade.ts';
import type { Column } from '../rows.ts';

/** A row of `trades` as TRADE_SELECTION reads it. */
export interface TradeRow {
  readonly trade_id: string;
  readonly version: number;
  readonly counterparty_id: string;
  readonly book_id: string;
  readonly maturity_date: string;
  readonly created_date: string;
  readonly expired: boolean;
  readonly recorded_at_ms: bigint;
  readonly updated_at_ms: bigint;
}

/** Dates as texts, whatever the server's own style is. */
export const TRADE_SELECTION = `trade_id, version, counterparty_id, book_id, to_char(maturity_date, 'YYYY-MM-DD') AS maturity_date,
  to_char(created_date, 'YYYY-MM-DD') AS created_date, expired, recorded_at_ms, updated_at_ms`;

/** What a later record of the same trade and version takes over; it keeps when it was stored first. */
export const REPLACED_TRADE_COLUMNS: readonly Column<StoredTrade>[] = [
  ['counterparty_id', 'text', ({ counterpartyId }) => counterpartyId],
  ['book_id', 'text', ({ bookId }) => bookId],
  ['maturity_date', 'date', ({ maturityDate }) => maturityDate],
  ['created_date', 'date', ({ createdDate }) => createdDate],
  ['expired', 'boolean', ({ expired }) => expired],
  ['updated_at_ms', 'bigint', ({ updatedAtMs }) => updatedAtMs],
];

export const TRADE_COLUMNS: readonly Column<StoredTrade>[] = [
  ['trade_id', 'text', ({ tradeId }) => tradeId],
  ['version', 'integer', ({ version }) => version],
  ['recorded_at_ms', 'bigint', ({ recordedAtMs }) => recordedAtMs],
  ...REPLACED_TRADE_COLUMNS,
];

/** Reads a row as it counts on a day (YYYY-MM-DD), whether it was marked as expired yet or not. */
export function tradeFromRow(row: TradeRow, today: string): StoredTrade {
  return {
    tradeId: row.trade_id,
    version: row.version,
    counterpartyId: row.counterparty_id,
    bookId: row.book_id,
    maturityDate: row.maturity_date,
    createdDate: row.created_date,
    expired: row.expired || row.maturity_date < today,
    recordedAtMs: Number(row.recorded_at_ms),
    updatedAtMs: Number(row.updated_at_ms),
  };
}
