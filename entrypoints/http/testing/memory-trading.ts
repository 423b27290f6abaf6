import { generateKeyPairSync } from 'node:crypto';
import { createCashDesk } from '@bourse/application/ledger/cash-desk.ts';
import { createCatalogue } from '@bourse/application/market/catalogue.ts';
import type { PriceBook } from '@bourse/application/market/price-book.ts';
import { createPriceBook } from '@bourse/application/market/price-book.ts';
import { encodeTick, MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import type { OrderDesk } from '@bourse/application/orders/order-desk.ts';
import { createOrderDesk } from '@bourse/application/orders/order-desk.ts';
import { createOrdersProcessor, DEFAULT_ORDERS_LIMITS } from '@bourse/application/orders/orders-processor.ts';
import { createOutcomes } from '@bourse/application/orders/outcomes.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import type { Logger, Meter } from '@bourse/application/ports/telemetry.ts';
import type { Consumer } from '@bourse/application/processing/consumer.ts';
import { createDirectAppends } from '@bourse/application/processing/direct-appends.ts';
import { startConsumer } from '@bourse/application/processing/consumer.ts';
import { MICROS_PER_UNIT } from '@bourse/core/money/decimal.ts';
import type { TradingRules } from '@bourse/core/orders/trading-rules.ts';
import type { ManualClock } from '@bourse/memory/manual-clock.ts';
import type { MemoryAccountBooks } from '@bourse/memory/memory-account-books.ts';
import { createMemoryAccountBooks } from '@bourse/memory/memory-account-books.ts';
import { createMemoryAccountQueries } from '@bourse/memory/memory-account-queries.ts';
import { createMemoryAuditReader } from '@bourse/memory/memory-audit-reader.ts';
import { createMemoryDeadLetters } from '@bourse/memory/memory-dead-letters.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { createMemoryLogPositions } from '@bourse/memory/memory-log-positions.ts';
import { createMemoryCatalogue } from '@bourse/memory/memory-catalogue.ts';
import { createMemoryMarketStore } from '@bourse/memory/memory-market-store.ts';
import { createMemoryPartitionOwnership } from '@bourse/memory/memory-partition-ownership.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createUuidIds } from '@bourse/runtime/ids.ts';
import { sha256 } from '@bourse/runtime/sha256.ts';
import { createTextSigner } from '@bourse/runtime/text-signer.ts';
import type { TradingDependencies } from '../app.ts';
import type { MemoryMarketOperations } from './memory-market-operations.ts';
import { createMemoryMarketOperations } from './memory-market-operations.ts';
import { createCatalogueCursors } from '../catalogue-cursor-codec.ts';

/** Everything that trading needs, in memory and on a clock that stands still until it is told otherwise. */
export interface MemoryTrading {
  /** What the routes work with. */
  readonly dependencies: TradingDependencies;
  readonly desk: OrderDesk;
  readonly books: MemoryAccountBooks;
  readonly log: Log;
  readonly operations: MemoryMarketOperations;
  readonly prices: PriceBook;
  /** Starts deciding what was put into the log; until then everything waits there. */
  decide(): Consumer;
  /** Resolves once decisions see a price of an instrument, in millionths. */
  priced(symbol: string, priceMicros: bigint): Promise<void>;
  /** Makes an instrument known and gives it a price of now, in millionths; resolves once decisions see it. */
  quote(symbol: string, priceMicros: bigint): Promise<void>;
  stop(): Promise<void>;
}

const PARTITIONS = 4;
const LEASE_MS = 10_000;

const TRADING_RULES: TradingRules = {
  priceToleranceMicros: 2_000_000n,
  maxPriceAgeMs: 300_000,
  maxNotionalMicros: 1_000_000n * MICROS_PER_UNIT,
  commissionBasisPoints: 0n,
  closeMinuteUtc: 21 * 60,
  liquidity: { model: 'unlimited' },
};
const CASH_RULES = {
  maxAmountMicros: 1_000_000n * MICROS_PER_UNIT,
  maxDepositsPerDayMicros: 1_000_000n * MICROS_PER_UNIT,
  maxWithdrawalsPerDayMicros: 1_000_000n * MICROS_PER_UNIT,
};

/** Opens trading on a clock. With `decidedOnArrival` commands are decided on their way into the log, as soon as deciding has begun. */
export async function createMemoryTrading(
  clock: ManualClock,
  telemetry: { readonly meter: Meter; readonly logger: Logger },
  { decidedOnArrival = false }: { readonly decidedOnArrival?: boolean } = {},
): Promise<MemoryTrading> {
  const topics = { [ORDERS_TOPIC]: PARTITIONS, [EXECUTIONS_TOPIC]: PARTITIONS, [MARKET_DATA_TOPIC]: 1 };
  const behind = createMemoryLog({
    ...{ topics, maxWaitingAppends: 10_000, maxValueBytes: 100_000 },
    nowMs: () => clock.now(),
  });
  const direct = decidedOnArrival ? createDirectAppends(behind, ORDERS_TOPIC, setImmediate) : null;
  const log = direct?.log ?? behind;
  const catalogue = createMemoryCatalogue(() => clock.now());
  const [books, market, positions] = [
    createMemoryAccountBooks(),
    createMemoryMarketStore(catalogue),
    createMemoryLogPositions(),
  ];
  const transactions = createMemoryTransactions();
  const queries = createMemoryAccountQueries(books, market);
  const ids = createUuidIds(clock);
  const prices = createPriceBook({ log, market, clock, ...telemetry });
  const outcomes = createOutcomes({ log, clock, ...telemetry });
  await prices.start();
  await outcomes.start();
  const rules = TRADING_RULES;
  const desk = createOrderDesk({
    ...{ log, positions, queries, outcomes, ids, clock, rules, decidedOnArrival },
    afterArrivals: setImmediate,
  });
  const inputs = {
    tradingRules: TRADING_RULES,
    cashRules: CASH_RULES,
    price: (symbol: string) => prices.price(symbol),
    instrument: (symbol: string) => prices.instrument(symbol),
    nowMs: () => clock.now(),
    sha256: (text: string) => sha256.sha256(text),
  };
  const operations = createMemoryMarketOperations({
    ...{ catalogue, transactions, log, prices, clock, logger: telemetry.logger },
    rules: TRADING_RULES,
  });
  const consumerPorts = {
    log,
    positions,
    ownership: createMemoryPartitionOwnership(clock, LEASE_MS),
    transactions,
    deadLetters: createMemoryDeadLetters(),
    clock,
    ...telemetry,
  };
  let deciding: Consumer | undefined;

  async function priced(symbol: string, priceMicros: bigint): Promise<void> {
    const isKnown = (): boolean =>
      prices.price(symbol)?.priceMicros === priceMicros && prices.instrument(symbol) !== undefined;
    while (!isKnown()) await new Promise((resolve) => setImmediate(resolve));
  }

  return {
    dependencies: {
      orders: { desk, queries },
      account: {
        moveCash: createCashDesk({ log, outcomes, ids }),
        portfolio: async (accountId) => {
          const [portfolio] = await queries.portfolios([accountId]);
          if (portfolio === undefined) throw new RangeError('every account has a portfolio');
          return portfolio;
        },
        queries,
        price: (symbol) => prices.price(symbol),
        clock,
      },
      market: {
        prices,
        catalogue: createCatalogue({ history: catalogue, clock, ...telemetry }),
        cursors: createCatalogueCursors(createTextSigner(generateKeyPairSync('ed25519'), 'catalogue cursors'), clock),
        candles: market,
        clock,
        maxPriceAgeMs: TRADING_RULES.maxPriceAgeMs,
      },
      marketOperations: operations,
      audit: createMemoryAuditReader(books),
      rules: TRADING_RULES,
    },
    desk,
    books,
    log,
    operations,
    prices,
    decide() {
      deciding ??= startConsumer(
        createOrdersProcessor({ books, log, inputs }, DEFAULT_ORDERS_LIMITS),
        'decider',
        consumerPorts,
        direct?.offers,
      );
      return deciding;
    },
    async quote(symbol, priceMicros) {
      const instrument = { symbol, name: symbol, exchange: 'XNAS', sector: 'Industrials', status: 'active' } as const;
      await market.saveInstruments([instrument]);
      const price = { symbol, priceMicros, source: 'test', asOfMs: clock.now() };
      await transactions.run((transaction) => market.savePrices(transaction, [price]));
      await log.append(MARKET_DATA_TOPIC, [encodeTick(price)]);
      await priced(symbol, priceMicros);
    },
    priced,
    async stop() {
      await deciding?.stop();
      await outcomes.stop();
      await prices.stop();
    },
  };
}
