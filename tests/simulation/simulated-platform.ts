import { createHash } from 'node:crypto';
import { startSelfAudit } from '@bourse/application/audit/self-audit.ts';
import type { CashRequest } from '@bourse/application/ledger/cash-desk.ts';
import { createCashDesk } from '@bourse/application/ledger/cash-desk.ts';
import { createFeed } from '@bourse/application/market/feed.ts';
import { createMarketProcessor } from '@bourse/application/market/market-processor.ts';
import { createPriceBook } from '@bourse/application/market/price-book.ts';
import { MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import type { OrderDesk } from '@bourse/application/orders/order-desk.ts';
import { createOrderDesk } from '@bourse/application/orders/order-desk.ts';
import { startOrderSweep } from '@bourse/application/orders/order-sweep.ts';
import { createOrdersProcessor, DEFAULT_ORDERS_LIMITS } from '@bourse/application/orders/orders-processor.ts';
import { createOutcomes } from '@bourse/application/orders/outcomes.ts';
import type { Ids } from '@bourse/application/ports/ids.ts';
import { startConsumer } from '@bourse/application/processing/consumer.ts';
import { createEventHub } from '@bourse/application/stream/event-hub.ts';
import type { EventHub } from '@bourse/application/stream/event-hub.ts';
import { createExecutionsSource } from '@bourse/application/stream/executions-source.ts';
import { DEFAULT_STREAM_LIMITS } from '@bourse/application/stream/stream-limits.ts';
import { createKnownVersions } from '@bourse/application/trades/known-versions.ts';
import type { TradeDesk } from '@bourse/application/trades/trade-desk.ts';
import { createTradeDesk } from '@bourse/application/trades/trade-desk.ts';
import { startTradeExpiry } from '@bourse/application/trades/trade-expiry.ts';
import { TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import { createTradesProcessor, DEFAULT_TRADES_LIMITS } from '@bourse/application/trades/trades-processor.ts';
import { createRandomSeries } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import type { Random } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { createMemoryAccountBooks } from '@bourse/memory/memory-account-books.ts';
import { createMemoryAccountQueries } from '@bourse/memory/memory-account-queries.ts';
import { createMemoryAuditReader } from '@bourse/memory/memory-audit-reader.ts';
import { createMemoryDeadLetters } from '@bourse/memory/memory-dead-letters.ts';
import { createMemoryDueOrders } from '@bourse/memory/memory-due-orders.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { createMemoryLogPositions } from '@bourse/memory/memory-log-positions.ts';
import { createMemoryMarketStore } from '@bourse/memory/memory-market-store.ts';
import { createMemoryPartitionOwnership } from '@bourse/memory/memory-partition-ownership.ts';
import { createMemoryQuarantineStore } from '@bourse/memory/memory-quarantine-store.ts';
import { createMemoryRequestOutcomes } from '@bourse/memory/memory-request-outcomes.ts';
import { createMemoryTradeStore } from '@bourse/memory/memory-trade-store.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createSealedRequestIds } from '@bourse/runtime/sealed-request-ids.ts';
import { createSimulatedClock } from './simulated-clock.ts';
import type { SimulatedClock } from './simulated-clock.ts';
import type { SimulatedProcess, Weather } from './simulated-process.ts';
import { createProcess } from './simulated-process.ts';
import type { SimulatedVendor } from './simulated-prices.ts';
import { createSimulatedVendor } from './simulated-prices.ts';
import type { Trace } from './trace.ts';
import { createTrace } from './trace.ts';

/** How long a worker keeps a partition without a sign of life, milliseconds. */
export const LEASE_MS = 3_000;
/** For how long a price is good for trading, milliseconds. */
export const PRICE_TTL_MS = 60_000;
const PARTITIONS = 2;
const SWEEP_EVERY_MS = 2_000;
const AUDIT_EVERY_MS = 5_000;
/** Ten minutes before midnight UTC, so that a little of jumping crosses the end of a day. */
const START_MS = Date.UTC(2026, 10, 20, 23, 50);

export const RULES = {
  ...{ priceToleranceMicros: 5_000_000n, maxPriceAgeMs: PRICE_TTL_MS, maxNotionalMicros: 10n ** 12n },
  ...{ commissionBasisPoints: 5n, closeMinuteUtc: 23 * 60 + 52, liquidity: { model: 'unlimited' } as const },
};
const CASH_RULES = {
  maxAmountMicros: 10n ** 12n,
  maxDepositsPerDayMicros: 10n ** 15n,
  maxWithdrawalsPerDayMicros: 10n ** 15n,
};
/** Request ids of every run; the key decides nothing else. */
export const REQUEST_IDS = createSealedRequestIds(Buffer.alloc(16, 7));

/** What a process that takes requests offers. */
export interface Api {
  readonly process: SimulatedProcess;
  readonly orders: OrderDesk;
  readonly trades: TradeDesk;
  readonly cash: (request: CashRequest) => ReturnType<ReturnType<typeof createCashDesk>>;
  readonly stream: EventHub;
}

/** The stores and the log that all processes share, and how processes are started. */
export interface SimulatedPlatform {
  readonly clock: SimulatedClock;
  readonly trace: Trace;
  readonly vendor: SimulatedVendor;
  readonly stores: ReturnType<typeof createStores>;
  /** For what happens, apart from the processes' own. */
  readonly random: Random;
  setWeather(weather: Weather): void;
  startWorker(name: string): SimulatedProcess;
  startFeed(name: string): SimulatedProcess;
  /** `ready` is called when it takes requests. */
  startApi(name: string, ready: (api: Api) => void): SimulatedProcess;
}

/** Opens an empty platform without any process. */
export function openPlatform(seed: number, weather: Weather): SimulatedPlatform {
  const randomOf = createRandomSeries(seed, 'simulation');
  const clock = createSimulatedClock(START_MS);
  const trace = createTrace(() => clock.passedMs());
  const stores = createStores(clock);
  const vendor = createSimulatedVendor(clock, randomOf(0));
  const ids = simulatedIds();
  let processes = 1;
  let now = weather;

  function begin(name: string): SimulatedProcess {
    trace.add(`${name} starts`);
    processes += 1;
    return createProcess(name, { clock, random: randomOf(processes), trace, weather: () => now });
  }

  return {
    ...{ clock, trace, vendor, stores },
    random: randomOf(1),
    setWeather(weather) {
      now = weather;
    },
    startWorker(name) {
      const process = begin(name);
      void untilItWorks(process, () => runWorker(process, stores));
      return process;
    },
    startFeed(name) {
      const process = begin(name);
      void untilItWorks(process, () => runFeed(process, stores, vendor));
      return process;
    },
    startApi(name, ready) {
      const process = begin(name);
      void untilItWorks(process, async () => ready(await runApi(process, stores, ids)));
      return process;
    },
  };
}

function createStores(clock: SimulatedClock) {
  const topics = {
    [ORDERS_TOPIC]: PARTITIONS,
    [EXECUTIONS_TOPIC]: PARTITIONS,
    [TRADES_TOPIC]: PARTITIONS,
    [MARKET_DATA_TOPIC]: 1,
  };
  const books = createMemoryAccountBooks();
  return {
    log: createMemoryLog({ topics, maxWaitingAppends: 1_000, maxValueBytes: 100_000, nowMs: () => clock.now() }),
    positions: createMemoryLogPositions(),
    ownership: createMemoryPartitionOwnership(clock, LEASE_MS),
    transactions: createMemoryTransactions(),
    deadLetters: createMemoryDeadLetters(),
    books,
    due: createMemoryDueOrders(books),
    audit: createMemoryAuditReader(books),
    market: createMemoryMarketStore(),
    quarantine: createMemoryQuarantineStore(),
    trades: createMemoryTradeStore(),
    outcomes: createMemoryRequestOutcomes(),
  };
}

type Stores = ReturnType<typeof createStores>;

const telemetry = {
  meter: { count: () => undefined, gauge: () => undefined, duration: () => undefined },
  logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
};

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The stores as a process sees them. */
function seenBy(process: SimulatedProcess, stores: Stores) {
  return {
    ...telemetry,
    clock: process.clock,
    log: process.log(stores.log),
    positions: process.port('positions', stores.positions),
    ownership: process.ownership(stores.ownership),
    transactions: process.transactions(stores.transactions),
    deadLetters: process.port('dead letters', stores.deadLetters),
    books: process.port('books', stores.books),
    due: process.port('due orders', stores.due),
    audit: process.port('audit', stores.audit),
    market: process.port('market', stores.market),
    quarantine: process.port('quarantine', stores.quarantine),
    trades: process.port('trades', stores.trades),
    outcomes: process.port('outcomes', stores.outcomes),
  };
}

/** A process that cannot start is started again, as its supervisor would. */
async function untilItWorks(process: SimulatedProcess, start: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await start();
      return;
    } catch {
      await new Promise<void>((resolve) => void process.clock.after(200, resolve));
    }
  }
}

async function runWorker(process: SimulatedProcess, stores: Stores): Promise<void> {
  const ports = seenBy(process, stores);
  const { books, log, market, due, clock } = ports;
  const prices = createPriceBook({ ...ports });
  await prices.start();
  const nowMs = () => clock.now();
  const inputs = {
    ...{ tradingRules: RULES, cashRules: CASH_RULES, sha256, nowMs },
    price: (symbol: string) => prices.price(symbol),
    instrument: (symbol: string) => prices.instrument(symbol),
  };
  startConsumer(createOrdersProcessor({ books, log, inputs }, DEFAULT_ORDERS_LIMITS), process.name, ports);
  startConsumer(createMarketProcessor({ market, due, log, meter: ports.meter }), process.name, ports);
  const trading = { store: ports.trades, outcomes: ports.outcomes, knownVersions: createKnownVersions(100), nowMs };
  startConsumer(createTradesProcessor(trading, DEFAULT_TRADES_LIMITS), process.name, ports);
  startTradeExpiry({ ...ports, store: ports.trades });
  const newest = () => prices.instruments().flatMap(({ symbol }) => prices.price(symbol) ?? []);
  startOrderSweep({ ...ports, prices: newest }, SWEEP_EVERY_MS);
  startSelfAudit({ ...ports, reader: stores.audit, sha256 }, AUDIT_EVERY_MS);
}

async function runFeed(process: SimulatedProcess, stores: Stores, vendor: SimulatedVendor): Promise<void> {
  const ports = seenBy(process, stores);
  const feed = createFeed(
    { ...ports, vendor: process.port('vendor', vendor) },
    {
      priceTtlMs: PRICE_TTL_MS / 4,
      catalogue: { maxPages: 10, maxFailuresAtPage: 3, retry: { firstMs: 200, mostMs: 2_000 } },
    },
  );
  await feed.start();
}

async function runApi(process: SimulatedProcess, stores: Stores, ids: Ids): Promise<Api> {
  const ports = seenBy(process, stores);
  const { log, clock } = ports;
  const queries = process.port('queries', createMemoryAccountQueries(stores.books, stores.market));
  const outcomes = createOutcomes(ports);
  await outcomes.start();
  const stream = createEventHub({ ...ports, source: createExecutionsSource(ports, 10) }, DEFAULT_STREAM_LIMITS);
  await stream.start();
  const knownVersions = createKnownVersions(100);
  return {
    process,
    stream,
    orders: createOrderDesk({ ...ports, log, queries, outcomes, ids, clock, rules: RULES }),
    trades: createTradeDesk({ ...ports, requestIds: REQUEST_IDS, knownVersions }),
    cash: createCashDesk({ log, outcomes, ids }),
  };
}

/** Names by number, so that they are the same in every run. */
function simulatedIds(): Ids {
  let last = 0;
  return {
    next() {
      last += 1;
      return `id-${last}`;
    },
    orderIdOf: (accountId, clientOrderId) => `${accountId}/${clientOrderId}`,
    transactionIdOf: (accountId, idempotencyKey) => `${accountId}/cash/${idempotencyKey}`,
    outsideIdOf: (kind, { issuer, subject, role }) => `${kind} of ${issuer}/${subject}/${role}`,
  };
}
