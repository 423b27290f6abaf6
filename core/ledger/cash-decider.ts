import type { Result } from '../result.ts';
import { ok, refuse } from '../result.ts';
import { utcDate } from '../time/utc.ts';
import { MAX_MICROS } from '../money/decimal.ts';
import type { Account } from './account.ts';
import { totalCash } from './account.ts';
import type { Movement } from './movement.ts';
import { entriesOf } from './movement.ts';

/** Moves cash into an account from outside, or out of it. */
export interface CashCommand {
  readonly type: 'deposit' | 'withdrawal';
  readonly transactionId: string;
  readonly amountMicros: bigint;
}

/** Limits on cash movements, in millionths. */
export interface CashRules {
  readonly maxAmountMicros: bigint;
  /** Most that may be deposited, and withdrawn, by one account on one UTC day. */
  readonly maxDepositsPerDayMicros: bigint;
  readonly maxWithdrawalsPerDayMicros: bigint;
}

/** Why a deposit or withdrawal was not booked. */
export const CASH_REFUSALS = [
  'amount-too-large',
  'daily-deposit-limit-exceeded',
  'daily-withdrawal-limit-exceeded',
  'insufficient-cash',
  'balance-too-large',
] as const;
export type CashRefusal = (typeof CASH_REFUSALS)[number];

/** A cash movement that was decided, and the account with its daily sums brought up to date (the movement not yet posted). */
export interface CashDecision {
  readonly account: Account;
  readonly movement: Movement;
}

/**
 * Decides a deposit or a withdrawal. `atMs` is epoch milliseconds stamped by the caller; its UTC date is the day of the limits, which never goes
 * back: while the clock is behind a day that has begun, what moves still counts for that day.
 * Held cash cannot be withdrawn. Refuses with CashRefusal; throws RangeError for an amount that is not positive.
 */
export function decideCash(
  account: Account,
  command: CashCommand,
  rules: CashRules,
  atMs: number,
): Result<CashDecision, CashRefusal> {
  const { amountMicros } = command;
  if (amountMicros <= 0n) throw new RangeError(`a ${command.type} must be positive, got ${amountMicros}`);
  if (amountMicros > rules.maxAmountMicros) return refuse('amount-too-large');
  const today = onDate(account, utcDate(atMs));
  return command.type === 'deposit' ? decideDeposit(today, command, rules) : decideWithdrawal(today, command, rules);
}

function decideDeposit(account: Account, command: CashCommand, rules: CashRules): Result<CashDecision, CashRefusal> {
  const deposited = account.depositedOnDateMicros + command.amountMicros;
  if (deposited > rules.maxDepositsPerDayMicros) return refuse('daily-deposit-limit-exceeded');
  if (totalCash(account) + command.amountMicros > MAX_MICROS) return refuse('balance-too-large');
  return ok({
    account: { ...account, depositedOnDateMicros: deposited },
    movement: cashMovement(command, command.amountMicros),
  });
}

function decideWithdrawal(account: Account, command: CashCommand, rules: CashRules): Result<CashDecision, CashRefusal> {
  const withdrawn = account.withdrawnOnDateMicros + command.amountMicros;
  if (withdrawn > rules.maxWithdrawalsPerDayMicros) return refuse('daily-withdrawal-limit-exceeded');
  if (command.amountMicros > account.availableMicros) return refuse('insufficient-cash');
  return ok({
    account: { ...account, withdrawnOnDateMicros: withdrawn },
    movement: cashMovement(command, -command.amountMicros),
  });
}

function onDate(account: Account, date: string): Account {
  if (account.limitDate >= date) return account;
  return { ...account, limitDate: date, depositedOnDateMicros: 0n, withdrawnOnDateMicros: 0n };
}

function cashMovement(command: CashCommand, amountMicros: bigint): Movement {
  return {
    kind: command.type,
    reference: command.transactionId,
    symbol: null,
    entries: entriesOf({ cashAvailable: amountMicros, cashExternal: -amountMicros }),
    fill: null,
  };
}
