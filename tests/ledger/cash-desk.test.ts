import { randomUUID } from 'node:crypto';
import type { CashRequest } from '@bourse/application/ledger/cash-desk.ts';
import { isFault } from '@bourse/application/ports/fault.ts';
import { MICROS_PER_UNIT } from '@bourse/core/money/decimal.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeskWorld } from '../orders/desk-world.ts';
import { NOON_MS, openDeskWorld } from '../orders/desk-world.ts';
import { traceOf } from '@bourse/application/tracing/trace.ts';

let world: DeskWorld;
let accountId: string;

beforeEach(async () => {
  world = await openDeskWorld({ decidedOnArrival: false });
  accountId = randomUUID();
});

const move = (changes: Partial<CashRequest> = {}) =>
  world.answerOf(
    world.dependencies.account.moveCash({
      accountId,
      type: 'deposit',
      amountMicros: 100n,
      idempotencyKey: null,
      trace: traceOf('trace'),
      ...changes,
    }),
  );
const booked = () => world.books.cashTransactions().filter((transaction) => transaction.accountId === accountId);

describe('the cash desk', () => {
  it('books deposits and withdrawals and answers the cash after each', async () => {
    world.decide();
    const deposit = { accountId, type: 'deposit', amountMicros: 100n, cashAfterMicros: 100n, recordedAtMs: NOON_MS };
    expect(await move()).toMatchObject({ ok: true, value: deposit });
    const withdrawal = { type: 'withdrawal', amountMicros: 30n, cashAfterMicros: 70n };
    expect(await move({ type: 'withdrawal', amountMicros: 30n })).toMatchObject({ ok: true, value: withdrawal });
    expect(booked()).toMatchObject([deposit, withdrawal]);
  });

  it.each([
    ['insufficient-cash', { type: 'withdrawal', amountMicros: 1n }],
    ['amount-too-large', { amountMicros: 1_000_001n * MICROS_PER_UNIT }],
  ] as const)('answers the refusal %s', async (refusal, changes) => {
    world.decide();
    expect(await move(changes)).toEqual({ ok: false, refusal });
    expect(booked()).toEqual([]);
  });

  it('refuses what is above the limit of the day', async () => {
    world.decide();
    await move({ amountMicros: 1_000_000n * MICROS_PER_UNIT });
    expect(await move({ amountMicros: 1n })).toEqual({ ok: false, refusal: 'daily-deposit-limit-exceeded' });
  });

  it('books the same request once, however often it comes, and answers each time what was booked', async () => {
    world.decide();
    const first = await move({ idempotencyKey: 'mine' });
    await move();
    expect(await move({ idempotencyKey: 'mine' })).toEqual(first);
    expect(booked()).toHaveLength(2);
  });

  it('refuses a request whose key was used for another one', async () => {
    world.decide();
    await move({ idempotencyKey: 'mine' });
    const refusal = { ok: false, refusal: 'idempotency-key-reused' };
    expect(await move({ idempotencyKey: 'mine', amountMicros: 99n })).toEqual(refusal);
    expect(await move({ idempotencyKey: 'mine', type: 'withdrawal' })).toEqual(refusal);
    expect(booked()).toHaveLength(1);
  });

  it('takes requests without a key, and the same key of other accounts, for others', async () => {
    world.decide();
    await move();
    await move();
    await move({ idempotencyKey: 'mine' });
    expect(await move({ idempotencyKey: 'mine', accountId: randomUUID() })).toMatchObject({ ok: true });
    expect(booked()).toHaveLength(3);
  });

  it('is unavailable when nothing is decided for ten seconds, and answers a retry what was booked meanwhile', async () => {
    await expect(move({ idempotencyKey: 'mine' })).rejects.toSatisfy((error) => isFault(error, 'unavailable'));
    expect(world.clock.now()).toBeGreaterThanOrEqual(NOON_MS + 10_000);
    world.decide();
    await world.pass(1_000);
    const [transaction] = booked();
    expect(await move({ idempotencyKey: 'mine' })).toEqual({ ok: true, value: transaction });
    expect(booked()).toHaveLength(1);
  });
});
