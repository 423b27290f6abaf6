import { hash } from 'node:crypto';
import type { AccountCommand } from '@bourse/application/orders/account-command.ts';
import { accountOf } from '@bourse/application/orders/account-command.ts';
import { encodeCommand } from '@bourse/application/orders/account-command-codec.ts';
import type { CommandEffect, DecisionInputs } from '@bourse/application/orders/command-decider.ts';
import { createOrdersProcessor, DEFAULT_ORDERS_LIMITS } from '@bourse/application/orders/orders-processor.ts';
import type { AccountBooks } from '@bourse/application/ports/account-books.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import type { CashRules } from '@bourse/core/ledger/cash-decider.ts';
import type { JournalTransaction, Sha256 } from '@bourse/core/ledger/journal.ts';
import type { Instrument } from '@bourse/core/market/instrument.ts';
import type { Price } from '@bourse/core/market/price.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import type { TradingRules } from '@bourse/core/orders/trading-rules.ts';
import { partitionOf } from '@bourse/core/partitioning/partition-of.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';

/** Partitions that a bookkeeper spreads its accounts over. */
export const PARTITIONS = 3;

export const sha256: Sha256 = (text) => hash('sha256', text, 'hex');

/** Rules that refuse nothing that a test does without meaning to. */
export const LENIENT_TRADING: TradingRules = {
  priceToleranceMicros: 2_000_000n,
  maxPriceAgeMs: Number.MAX_SAFE_INTEGER,
  maxNotionalMicros: 1_000_000_000_000_000n,
  commissionBasisPoints: 10n,
  closeMinuteUtc: 21 * 60,
  liquidity: { model: 'unlimited' },
};
export const LENIENT_CASH: CashRules = {
  maxAmountMicros: 1_000_000_000_000_000n,
  maxDepositsPerDayMicros: 1_000_000_000_000_000n,
  maxWithdrawalsPerDayMicros: 1_000_000_000_000_000n,
};

/** A command and the world in which it is decided. */
export interface Occurrence {
  readonly command: AccountCommand;
  readonly atMs: number;
  /** The newest prices by symbol. */
  readonly prices: ReadonlyMap<string, Price>;
}

/** Books commands as the worker does, with time and prices given, into whatever store. */
export interface Bookkeeper {
  /** Decides commands one after another and books all of it in one transaction. */
  book(occurrences: readonly Occurrence[]): Promise<readonly CommandEffect[]>;
  /** Everything booked so far, in the order of booking. */
  journal(): readonly JournalTransaction[];
  /** All orders as they are now. */
  orders(): readonly Order[];
}

/** Makes a bookkeeper over a store; `rules` replaces single trading rules. */
export function createBookkeeper(
  store: { readonly books: AccountBooks; readonly transactions: Transactions },
  rules: Partial<TradingRules> = {},
): Bookkeeper {
  let now: Pick<Occurrence, 'atMs' | 'prices'> = { atMs: 0, prices: new Map() };
  const inputs: DecisionInputs = {
    tradingRules: { ...LENIENT_TRADING, ...rules },
    cashRules: LENIENT_CASH,
    price: (symbol) => now.prices.get(symbol),
    instrument: activeInstrument,
    nowMs: () => now.atMs,
    sha256,
  };
  const shape = { topics: { executions: 1 }, maxWaitingAppends: 1, maxValueBytes: 1 };
  // What is told to others is of no interest here, and the store may be another one than the log's.
  const log = { ...createMemoryLog(shape), appendWithin: () => Promise.resolve() };
  const processor = createOrdersProcessor({ books: store.books, log, inputs }, DEFAULT_ORDERS_LIMITS);
  const journal: JournalTransaction[] = [];
  const orders = new Map<string, Order>();

  return {
    async book(occurrences) {
      const located = occurrences.map(({ command }, index) => ({
        partition: partitionOf(accountOf(command), PARTITIONS),
        position: BigInt(index),
        record: encodeCommand(command),
        value: command,
      }));
      await processor.prepare(located);
      const effects = located.map((command, index) => {
        now = occurrences[index]!;
        return processor.decide(command);
      });
      await store.transactions.run((transaction) => processor.save(transaction, effects));
      processor.committed(effects);
      for (const effect of effects) {
        journal.push(...effect.journal);
        if (effect.order !== null) orders.set(effect.order.after.id, effect.order.after);
      }
      return effects;
    },
    journal: () => journal,
    orders: () => [...orders.values()],
  };
}

function activeInstrument(symbol: string): Instrument {
  return { symbol, name: symbol, exchange: 'XNAS', sector: 'Industrials', status: 'active' };
}
