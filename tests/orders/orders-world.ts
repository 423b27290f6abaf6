import { createHash } from 'node:crypto';
import type { AccountCommand } from '@bourse/application/orders/account-command.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { encodeCommand } from '@bourse/application/orders/account-command-codec.ts';
import type { AccountEvent } from '@bourse/application/orders/account-event.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import { decodeEvent } from '@bourse/application/orders/account-event-codec.ts';
import type { DecisionInputs } from '@bourse/application/orders/command-decider.ts';
import type { OrdersProcessorLimits } from '@bourse/application/orders/orders-processor.ts';
import { createOrdersProcessor, DEFAULT_ORDERS_LIMITS } from '@bourse/application/orders/orders-processor.ts';
import type { LogRecord } from '@bourse/application/ports/log.ts';
import type { InstrumentStatus } from '@bourse/core/market/instrument.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { parseMicros } from '@bourse/core/money/decimal.ts';
import type { OrderTerms } from '@bourse/core/orders/order.ts';
import type { TradingRules } from '@bourse/core/orders/trading-rules.ts';
import type { MemoryAccountBooks } from '@bourse/memory/memory-account-books.ts';
import { createMemoryAccountBooks } from '@bourse/memory/memory-account-books.ts';
import type { MemoryDeadLetters } from '@bourse/memory/memory-dead-letters.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import type { ManualClock } from '@bourse/memory/manual-clock.ts';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import { readAll } from '../contracts/log-reading.ts';
import { memoryWorker } from '../support/memory-worker.ts';

/** Noon UTC of a day on which the market closes at 21:00. */
export const NOON_MS = Date.UTC(2026, 10, 20, 12);

const RULES: TradingRules = {
  priceToleranceMicros: 2_000_000n,
  maxPriceAgeMs: 300_000,
  maxNotionalMicros: 1_000_000_000_000n,
  commissionBasisPoints: 0n,
  closeMinuteUtc: 21 * 60,
  liquidity: { model: 'unlimited' },
};

const CASH_RULES = {
  maxAmountMicros: 1_000_000_000_000n,
  maxDepositsPerDayMicros: 5_000_000_000_000n,
  maxWithdrawalsPerDayMicros: 5_000_000_000_000n,
};

/** The orders processor over memory, and everything around it in the hands of the test. */
export interface OrdersWorld {
  readonly books: MemoryAccountBooks;
  readonly deadLetters: MemoryDeadLetters;
  readonly clock: ManualClock;
  readonly rules: TradingRules;
  /** Sets the market price of a symbol, as of now. */
  quote(symbol: string, price: string): Price;
  quoteMicros(symbol: string, priceMicros: bigint): Price;
  /** The market price of a symbol. Throws RangeError when there is none. */
  priceOf(symbol: string): Price;
  /** Lists a symbol as what it is; null takes it off. */
  list(symbol: string, status: InstrumentStatus | null): void;
  /** Appends commands as one batch and waits until all of them are decided; answers the events they led to, in order. */
  decide(...commands: readonly AccountCommand[]): Promise<readonly AccountEvent[]>;
  /** The same for records of any content. */
  decideRecords(records: readonly LogRecord[]): Promise<readonly AccountEvent[]>;
  /** All events so far by partition and position. */
  events(): Promise<readonly AccountEvent[]>;
  /** Lets the next commits fail: just before, or just after they have become durable. */
  failCommits(...when: readonly ('before' | 'after')[]): void;
  /** Stops the worker and starts another one, which remembers nothing. */
  replaceWorker(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one worker with the default rules but for what is given. */
export function ordersWorld(
  given: {
    readonly rules?: Partial<TradingRules>;
    readonly limits?: Partial<OrdersProcessorLimits>;
    readonly partitions?: number;
  } = {},
): OrdersWorld {
  const partitions = given.partitions ?? 1;
  const rules = { ...RULES, ...given.rules };
  const clock = createManualClock(NOON_MS);
  const topics = { [ORDERS_TOPIC]: partitions, [EXECUTIONS_TOPIC]: partitions };
  const log = createMemoryLog({ topics, maxWaitingAppends: 1_000, maxValueBytes: 100_000 });
  const books = createMemoryAccountBooks();
  const prices = new Map<string, Price>();
  const instruments = new Map<string, InstrumentStatus>();
  const inputs: DecisionInputs = {
    tradingRules: rules,
    cashRules: CASH_RULES,
    price: (symbol) => prices.get(symbol),
    instrument(symbol) {
      const status = instruments.get(symbol);
      return status === undefined ? undefined : { symbol, name: symbol, exchange: 'XNAS', sector: 'Tools', status };
    },
    nowMs: () => clock.now(),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  };
  const limits = { ...DEFAULT_ORDERS_LIMITS, ...given.limits };
  const worker = memoryWorker(log, clock, () => createOrdersProcessor({ books, log, inputs }, limits));
  worker.start();

  const quoteMicros = (symbol: string, priceMicros: bigint): Price => {
    const quoted = { symbol, priceMicros, source: 'feed', asOfMs: clock.now() };
    prices.set(symbol, quoted);
    return quoted;
  };
  const eventsByPartition = async (): Promise<readonly AccountEvent[]> =>
    (await readAll(log, EXECUTIONS_TOPIC)).map(({ record }) => decodeEvent(record));
  const decideRecords = async (records: readonly LogRecord[]): Promise<readonly AccountEvent[]> => {
    const before = (await eventsByPartition()).length;
    await log.append(ORDERS_TOPIC, records);
    await worker.decided();
    return (await eventsByPartition()).slice(before);
  };
  return {
    books,
    deadLetters: worker.deadLetters,
    clock,
    rules,
    quote: (symbol, price) => quoteMicros(symbol, micros(price)),
    quoteMicros,
    priceOf(symbol) {
      const quoted = prices.get(symbol);
      if (quoted === undefined) throw new RangeError(`there is no price of ${symbol}`);
      return quoted;
    },
    list(symbol, status) {
      if (status === null) instruments.delete(symbol);
      else instruments.set(symbol, status);
    },
    decide: (...commands) => decideRecords(commands.map((command) => encodeCommand(command))),
    decideRecords,
    events: eventsByPartition,
    failCommits: worker.failCommits,
    async replaceWorker() {
      await worker.stop();
      worker.start();
    },
    stop: () => worker.stop(),
  };
}

/** Reads a decimal string as millionths. */
export function micros(decimal: string): bigint {
  const read = parseMicros(decimal);
  if (read === undefined) throw new RangeError(`${decimal} is not a decimal`);
  return read;
}

/** Moves cash of an account, named by the number of the command. */
export function cash(
  type: 'deposit' | 'withdrawal',
  amount: string,
  transactionId = `${type} ${amount}`,
): AccountCommand {
  return {
    type: 'move-cash',
    commandId: `command ${transactionId}`,
    accountId: 'account',
    cash: { type, transactionId, amountMicros: micros(amount) },
  };
}

/** What an order asks for, in decimals; a market order to buy ACME for the day unless it says otherwise. */
export interface Asked {
  readonly quantity: string;
  readonly symbol?: string;
  readonly side?: OrderTerms['side'];
  readonly type?: OrderTerms['type'];
  readonly limit?: string;
  readonly stop?: string;
  readonly timeInForce?: OrderTerms['timeInForce'];
}

/** Places an order of the account at noon. */
export function place(id: string, asked: Asked, commandId = `place ${id}`): AccountCommand {
  const terms: OrderTerms = {
    symbol: asked.symbol ?? 'ACME',
    side: asked.side ?? 'buy',
    type: asked.type ?? 'market',
    quantityMicros: micros(asked.quantity),
    limitPriceMicros: asked.limit === undefined ? null : micros(asked.limit),
    stopPriceMicros: asked.stop === undefined ? null : micros(asked.stop),
    timeInForce: asked.timeInForce ?? 'day',
    expectedPriceMicros: null,
  };
  const order = { accountId: 'account', id, clientOrderId: `client ${id}`, terms, createdAtMs: NOON_MS };
  return { type: 'place-order', commandId, order };
}

/** Cancels an order of the account. */
export function cancel(orderId: string): AccountCommand {
  return { type: 'cancel-order', commandId: `cancel ${orderId}`, accountId: 'account', orderId };
}

/** Tries an order of the account against a price. */
export function tryAt(orderId: string, price: Price): AccountCommand {
  return { type: 'try-order', accountId: 'account', orderId, price };
}
