import type { CashTransaction } from '@bourse/application/ports/account-books.ts';
import type { Account } from '@bourse/core/ledger/account.ts';
import type { Position } from '@bourse/core/ledger/position.ts';

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

/** Writes an account as a JSON row. */
export function accountToRow(account: Account): Readonly<Record<string, unknown>> {
  return {
    account_id: account.accountId,
    available_micros: account.availableMicros.toString(),
    held_micros: account.heldMicros.toString(),
    limit_date: account.limitDate,
    deposited_on_date_micros: account.depositedOnDateMicros.toString(),
    withdrawn_on_date_micros: account.withdrawnOnDateMicros.toString(),
    recorded_at_ms: account.recordedAtMs,
  };
}

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

/** Writes a position as a JSON row. */
export function positionToRow(position: Position): Readonly<Record<string, unknown>> {
  return {
    account_id: position.accountId,
    symbol: position.symbol,
    available_micros: position.availableMicros.toString(),
    held_micros: position.heldMicros.toString(),
    average_entry_price_micros: position.averageEntryPriceMicros.toString(),
    realized_profit_micros: position.realizedProfitMicros.toString(),
  };
}

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

/** Writes a deposit or withdrawal as a JSON row. */
export function cashTransactionToRow(cash: CashTransaction): Readonly<Record<string, unknown>> {
  return {
    account_id: cash.accountId,
    transaction_id: cash.transactionId,
    type: cash.type,
    amount_micros: cash.amountMicros.toString(),
    cash_after_micros: cash.cashAfterMicros.toString(),
    recorded_at_ms: cash.recordedAtMs,
  };
}
