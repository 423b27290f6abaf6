import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { fakeLogger, fakeMeter } from '@bourse/application/market/market-fakes.ts';
import { decodeCommand } from '@bourse/application/orders/account-command-codec.ts';
import type { AccountCommand } from '@bourse/application/orders/account-command.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { encodeCommand } from '@bourse/application/orders/account-command-codec.ts';
import type { OrderRequest } from '@bourse/application/orders/order-desk.ts';
import { MICROS_PER_UNIT } from '@bourse/core/money/decimal.ts';
import type { OrderTerms } from '@bourse/core/orders/order.ts';
import type { MemoryTrading } from '@bourse/entrypoints/http/testing/memory-trading.ts';
import { createMemoryTrading } from '@bourse/entrypoints/http/testing/memory-trading.ts';
import type { ManualClock } from '@bourse/memory/manual-clock.ts';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import { onTestFinished } from 'vitest';
import { traceOf } from '@bourse/application/tracing/trace.ts';

/** Noon UTC, when the market is open. */
export const NOON_MS = Date.UTC(2026, 10, 20, 12);

/** What AAPL is worth at first. */
export const PRICE_MICROS = 5n * MICROS_PER_UNIT;

/** Trading in memory with AAPL quoted and an account that has cash once deciding begins; nothing is decided before. */
export interface DeskWorld extends MemoryTrading {
  readonly clock: ManualClock;
  readonly accountId: string;
  /** Asks for one share at the market unless it says otherwise. */
  request(changes?: Partial<Omit<OrderRequest, 'terms'>>, terms?: Partial<OrderTerms>): OrderRequest;
  /** Lets time pass by steps of a tenth of a second, and everything happen that then falls due. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until something is answered. */
  answerOf<Answer>(waiting: Promise<Answer>): Promise<Answer>;
  /** Puts a command into the log as others do: a tick that reaches an order, the clock. */
  send(command: AccountCommand): Promise<void>;
  /** Every command in the log, in the order of each account. */
  commands(): Promise<readonly AccountCommand[]>;
}

const STEP_MS = 100;
const MOST_STEPS = 1_000;

/** Opens it for one test. */
export async function openDeskWorld(options: { readonly decidedOnArrival: boolean }): Promise<DeskWorld> {
  const clock = createManualClock(NOON_MS);
  const trading = await createMemoryTrading(clock, { meter: fakeMeter(), logger: fakeLogger() }, options);
  const { log } = trading;
  const accountId = randomUUID();
  const step = async (ms: number) => {
    clock.advance(ms);
    for (let turns = 0; turns < 5; turns += 1) await turn();
  };
  const answerOf = async <Answer>(waiting: Promise<Answer>): Promise<Answer> => {
    const progress = { answered: false };
    const answer = waiting.finally(() => {
      progress.answered = true;
    });
    // Whoever asked is told of the failure below; without this it would count as unhandled meanwhile.
    answer.catch(() => undefined);
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      await step(0);
      if (progress.answered) return answer;
      await step(STEP_MS);
    }
    throw new Error('there was no answer, however much time passed');
  };
  const send = async (command: AccountCommand) => {
    await log.append(ORDERS_TOPIC, [encodeCommand(command)]);
  };
  onTestFinished(() => answerOf(trading.stop()));
  await trading.quote('AAPL', PRICE_MICROS);
  const cash = { type: 'deposit', transactionId: randomUUID(), amountMicros: 1_000n * MICROS_PER_UNIT } as const;
  await send({ type: 'move-cash', commandId: randomUUID(), accountId, cash });

  return {
    ...trading,
    clock,
    accountId,
    request: (changes = {}, terms = {}) => ({
      accountId,
      clientOrderId: null,
      idempotencyKey: null,
      trace: traceOf('trace'),
      terms: { ...MARKET_ORDER, ...terms },
      ...changes,
    }),
    async pass(ms) {
      for (let passed = 0; passed < ms; passed += STEP_MS) await step(Math.min(STEP_MS, ms - passed));
    },
    answerOf,
    send,
    async commands() {
      const partitions = log.partitions(ORDERS_TOPIC);
      const batches = await Promise.all(partitions.map((partition) => log.read(ORDERS_TOPIC, partition, 0n, 10_000)));
      return batches.flat().flatMap(({ records }) => records.map(decodeCommand));
    },
  };
}

const MARKET_ORDER: OrderTerms = {
  symbol: 'AAPL',
  side: 'buy',
  type: 'market',
  quantityMicros: MICROS_PER_UNIT,
  limitPriceMicros: null,
  stopPriceMicros: null,
  timeInForce: 'gtc',
  expectedPriceMicros: null,
};
