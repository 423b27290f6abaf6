import { describe, expect, it } from 'vitest';
import { MAX_MICROS } from '../money/decimal.ts';
import type { Account } from './account.ts';
import { emptyAccount } from './account.ts';
import type { CashCommand, CashRules } from './cash-decider.ts';
import { decideCash } from './cash-decider.ts';
import { imbalanceOf } from './movement.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
const LAST_MS = Date.UTC(2026, 10, 20, 23, 59, 59, 999);
const RULES: CashRules = {
  maxAmountMicros: 1_000n,
  maxDepositsPerDayMicros: 2_500n,
  maxWithdrawalsPerDayMicros: 1_500n,
};

function command(type: CashCommand['type'], amountMicros: bigint): CashCommand {
  return { type, transactionId: 'transaction', amountMicros };
}

const deposit = (amountMicros: bigint) => command('deposit', amountMicros);
const withdrawal = (amountMicros: bigint) => command('withdrawal', amountMicros);

/** An account with cash that has moved some of it today. */
function account(changes: Partial<Account> = {}): Account {
  return { ...emptyAccount('account'), availableMicros: 5_000n, limitDate: '2026-11-20', ...changes };
}

const decide = (before: Account, cash: CashCommand, atMs = NOON) => decideCash(before, cash, RULES, atMs);

describe('a deposit', () => {
  it('comes from outside into what is available', () => {
    const decided = decide(account(), deposit(400n));
    expect(decided).toMatchObject({
      ok: true,
      value: {
        account: { depositedOnDateMicros: 400n, limitDate: '2026-11-20' },
        movement: {
          kind: 'deposit',
          reference: 'transaction',
          symbol: null,
          fill: null,
          entries: { cashAvailable: 400n, cashExternal: -400n },
        },
      },
    });
  });

  it('leaves posting to the ledger: the balance is not changed by the decision', () => {
    const decided = decide(account(), deposit(400n));
    expect(decided.ok && decided.value.account.availableMicros).toBe(5_000n);
  });

  it('may be as large as the maximum and not larger', () => {
    expect(decide(account(), deposit(1_000n)).ok).toBe(true);
    expect(decide(account(), deposit(1_001n))).toEqual({ ok: false, refusal: 'amount-too-large' });
  });

  it('may reach the limit of the day and not exceed it', () => {
    const busy = account({ depositedOnDateMicros: 2_000n });
    expect(decide(busy, deposit(500n)).ok).toBe(true);
    expect(decide(busy, deposit(501n))).toEqual({ ok: false, refusal: 'daily-deposit-limit-exceeded' });
  });
});

describe('a deposit into an account that is nearly full', () => {
  it('may fill it to the last millionth, held cash included, and not more', () => {
    const full = account({ availableMicros: MAX_MICROS - 700n, heldMicros: 300n });
    expect(decide(full, deposit(400n)).ok).toBe(true);
    expect(decide(full, deposit(401n))).toEqual({ ok: false, refusal: 'balance-too-large' });
    expect(decide(full, withdrawal(401n)).ok).toBe(true);
  });
});

describe('a withdrawal', () => {
  it('goes from what is available to outside', () => {
    expect(decide(account(), withdrawal(400n))).toMatchObject({
      ok: true,
      value: {
        account: { withdrawnOnDateMicros: 400n },
        movement: { kind: 'withdrawal', entries: { cashAvailable: -400n, cashExternal: 400n } },
      },
    });
  });

  it('may take the last millionth, but nothing that is held', () => {
    const poor = account({ availableMicros: 300n, heldMicros: 5_000n });
    expect(decide(poor, withdrawal(300n)).ok).toBe(true);
    expect(decide(poor, withdrawal(301n))).toEqual({ ok: false, refusal: 'insufficient-cash' });
  });

  it('may be as large as the maximum and reach the limit of the day', () => {
    expect(decide(account(), withdrawal(1_001n))).toEqual({ ok: false, refusal: 'amount-too-large' });
    const busy = account({ withdrawnOnDateMicros: 1_000n });
    expect(decide(busy, withdrawal(500n)).ok).toBe(true);
    expect(decide(busy, withdrawal(501n))).toEqual({ ok: false, refusal: 'daily-withdrawal-limit-exceeded' });
  });
});

describe('the limits of a day', () => {
  const busy = account({ depositedOnDateMicros: 2_500n, withdrawnOnDateMicros: 1_500n });

  it('hold until the last millisecond of the day in UTC, and begin anew with the next', () => {
    expect(decide(busy, deposit(1n), LAST_MS)).toEqual({ ok: false, refusal: 'daily-deposit-limit-exceeded' });
    expect(decide(busy, withdrawal(1n), LAST_MS)).toEqual({ ok: false, refusal: 'daily-withdrawal-limit-exceeded' });
    expect(decide(busy, deposit(1n), LAST_MS + 1)).toMatchObject({
      ok: true,
      value: { account: { limitDate: '2026-11-21', depositedOnDateMicros: 1n, withdrawnOnDateMicros: 0n } },
    });
  });

  it('do not begin anew when the clock goes back over midnight, and not again when it comes there', () => {
    const yesterdayMs = NOON - 86_400_000;
    expect(decide(busy, deposit(1n), yesterdayMs)).toEqual({ ok: false, refusal: 'daily-deposit-limit-exceeded' });
    expect(decide(busy, withdrawal(1n), yesterdayMs)).toEqual({
      ok: false,
      refusal: 'daily-withdrawal-limit-exceeded',
    });
    const begun = account({ depositedOnDateMicros: 2_000n });
    expect(decide(begun, deposit(500n), yesterdayMs)).toMatchObject({
      ok: true,
      value: { account: { limitDate: '2026-11-20', depositedOnDateMicros: 2_500n } },
    });
  });

  it('of deposits and of withdrawals are counted apart', () => {
    expect(decide(account({ depositedOnDateMicros: 2_500n }), withdrawal(1n)).ok).toBe(true);
    expect(decide(account({ withdrawnOnDateMicros: 1_500n }), deposit(1n)).ok).toBe(true);
  });

  it('begin with the first movement of an account', () => {
    const decided = decide(emptyAccount('new'), deposit(10n));
    expect(decided).toMatchObject({
      ok: true,
      value: { account: { limitDate: '2026-11-20', depositedOnDateMicros: 10n } },
    });
  });
});

describe('any movement of cash', () => {
  it('balances', () => {
    for (const cash of [deposit(7n), withdrawal(7n)]) {
      const decided = decide(account(), cash);
      expect(decided.ok && imbalanceOf(decided.value.movement.entries)).toEqual({ cashMicros: 0n, sharesMicros: 0n });
    }
  });

  it.each([0n, -1n])('of %s is a bug of the caller', (amount) => {
    expect(() => decide(account(), deposit(amount))).toThrow(RangeError);
    expect(() => decide(account(), withdrawal(amount))).toThrow(RangeError);
  });
});
