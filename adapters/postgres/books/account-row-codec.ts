import type { CashTransaction } from '@bourse/application/ports/account-books.ts';
import type { Account } from '@bourse/core/ledger/account.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import type { Column } from '../rows.ts';

/** A row of `accounts` as the driver returns it. */
export interface AccountRow {
  readonly account_id: string;
  readonly available_micros: bigint;
  readonly held_micros: bigint;
  readonly limit_date: string;
  readonly deposited_on_date_micros: bigint;
  readonly withdrawn_on_date_micros: bigint;
  readonly recorded_at_ms: bigint;
}

/** Reads an account from its row. */
export function accountFromRow(row: AccountRow): Account {
  return {
    accountId: row.account_id,
    availableMicros: row.available_micros,
    heldMicros: row.held_micros,
    limitDate: row.limit_date,
    depositedOnDateMicros: row.deposited_on_date_micros,
    withdrawnOnDateMicros: row.withdrawn_on_date_micros,
    recordedAtMs: Number(row.recorded_at_ms),
  };
}

/** All columns of `accounts`. */
export const ACCOUNT_COLUMNS: readonly Column<Account>[] = [
  ['account_id', 'uuid', (account) => account.accountId],
  ['available_micros', 'bigint', (account) => account.availableMicros],
  ['held_micros', 'bigint', (account) => account.heldMicros],
  ['limit_date', 'text', (account) => account.limitDate],
  ['deposited_on_date_micros', 'bigint', (account) => account.depositedOnDateMicros],
  ['withdrawn_on_date_micros', 'bigint', (account) => account.withdrawnOnDateMicros],
  ['recorded_at_ms', 'bigint', (account) => account.recordedAtMs],
];

/** A row of `positions` as the driver returns it. */
export interface PositionRow {
  readonly account_id: string;
  readonly symbol: string;
  readonly available_micros: bigint;
  readonly held_micros: bigint;
  readonly average_entry_price_micros: bigint;
  readonly realized_profit_micros: bigint;
}

/** Reads a position from its row. */
export function positionFromRow(row: PositionRow): Position {
  return {
    accountId: row.account_id,
    symbol: row.symbol,
    availableMicros: row.available_micros,
    heldMicros: row.held_micros,
    averageEntryPriceMicros: row.average_entry_price_micros,
    realizedProfitMicros: row.realized_profit_micros,
  };
}

/** All columns of `positions`. */
export const POSITION_COLUMNS: readonly Column<Position>[] = [
  ['account_id', 'uuid', (position) => position.accountId],
  ['symbol', 'text', (position) => position.symbol],
  ['available_micros', 'bigint', (position) => position.availableMicros],
  ['held_micros', 'bigint', (position) => position.heldMicros],
  ['average_entry_price_micros', 'bigint', (position) => position.averageEntryPriceMicros],
  ['realized_profit_micros', 'bigint', (position) => position.realizedProfitMicros],
];

/** A row of `cash_transactions` as the driver returns it. */
export interface CashTransactionRow {
  readonly account_id: string;
  readonly transaction_id: string;
  readonly type: string;
  readonly amount_micros: bigint;
  readonly cash_after_micros: bigint;
  readonly recorded_at_ms: bigint;
}

/** Reads a deposit or withdrawal from its row. */
export function cashTransactionFromRow(row: CashTransactionRow): CashTransaction {
  return {
    accountId: row.account_id,
    transactionId: row.transaction_id,
    type: row.type as CashTransaction['type'],
    amountMicros: row.amount_micros,
    cashAfterMicros: row.cash_after_micros,
    recordedAtMs: Number(row.recorded_at_ms),
  };
}

/** All columns of `cash_transactions`. */
export const CASH_TRANSACTION_COLUMNS: readonly Column<CashTransaction>[] = [
  ['account_id', 'uuid', (cash) => cash.accountId],
  ['transaction_id', 'uuid', (cash) => cash.transactionId],
  ['type', 'text', (cash) => cash.type],
  ['amount_micros', 'bigint', (cash) => cash.amountMicros],
  ['cash_after_micros', 'bigint', (cash) => cash.cashAfterMicros],
  ['recorded_at_ms', 'bigint', (cash) => cash.recordedAtMs],
];
