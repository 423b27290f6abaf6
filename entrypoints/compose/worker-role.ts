import type { SelfAudit } from '@bourse/application/audit/self-audit.ts';
import { startSelfAudit } from '@bourse/application/audit/self-audit.ts';
import { createMarketProcessor } from '@bourse/application/market/market-processor.ts';
import { createPriceTeller } from '@bourse/application/market/told-prices.ts';
import { startMarketRetention } from '@bourse/application/market/market-retention.ts';
import { startOrderSweep } from '@bourse/application/orders/order-sweep.ts';
import { createOrdersProcessor, DEFAULT_ORDERS_LIMITS } from '@bourse/application/orders/orders-processor.ts';
import type { LogPositions } from '@bourse/application/ports/log-positions.ts';
import type { LogRetention } from '@bourse/application/ports/log-retention.ts';
import type { ConsumerPorts } from '@bourse/application/processing/consumer.ts';
import { startConsumer } from '@bourse/application/processing/consumer.ts';
import { createRelay } from '@bourse/application/processing/relay.ts';
import { startLogUpkeep } from '@bourse/application/processing/log-upkeep.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { isStale } from '@bourse/core/market/price.ts';
import { MS_PER_DAY } from '@bourse/core/time/utc.ts';
import { createPostgresAuditReader } from '@bourse/postgres/audit/postgres-audit-reader.ts';
import { createPostgresAccountBooks } from '@bourse/postgres/books/postgres-account-books.ts';
import { createPostgresDueOrders } from '@bourse/postgres/books/postgres-due-orders.ts';
import { createPostgresDeadLetters } from '@bourse/postgres/log/postgres-dead-letters.ts';
import { createPostgresLogPositions } from '@bourse/postgres/log/postgres-log-positions.ts';
import { createPostgresLogRetention } from '@bourse/postgres/log/postgres-log-retention.ts';
import { createPostgresPartitionOwnership } from '@bourse/postgres/log/postgres-partition-ownership.ts';
import { createPostgresCandleStore } from '@bourse/postgres/market/postgres-candle-store.ts';
import { createPostgresCatalogueHistory } from '@bourse/postgres/market/postgres-catalogue-history.ts';
import { createPostgresMarketStore } from '@bourse/postgres/market/postgres-market-store.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { sha256 } from '@bourse/runtime/sha256.ts';
import { consumerGroups } from './consumer-groups.ts';
import type { Foundation } from './foundation.ts';
import { startTrades } from './trades.ts';
import { logLateFailure } from './late-failures.ts';

/** The processors of one process, running. */
export interface WorkerRole {
  readonly audit: SelfAudit;
  /** Finishes the batches under way and gives all partitions back. */
  stop(): Promise<void>;
}

const SWEEP_EVERY_MS = 1_000;
const UPKEEP_EVERY_MS = 5_000;
const MS_PER_HOUR = 3_600_000;

/** For how long walks over the catalogue can go on after it changed: longer than a cursor lives. */
const CATALOGUE_CHANGES_MS = MS_PER_HOUR;

/** Starts deciding: account commands, ticks, trades, the sweep of resting orders, the self-audit, and the upkeep of the log. */
export function startWorker(foundation: Foundation): WorkerRole {
  const { settings, storage, member, clock, meter, logger, prices, tradingRules, cashRules } = foundation;
  const { log, workDatabase: database } = storage;
  const due = createPostgresDueOrders(database);
  const books = createPostgresAccountBooks(database);
  const hash = (text: string): string => sha256.sha256(text);
  const ports: ConsumerPorts = {
    log,
    positions: createPostgresLogPositions(database),
    ownership: createPostgresPartitionOwnership(database, settings.leaseMs, storage.groups),
    transactions: createPostgresTransactions(database, logLateFailure(logger)),
    deadLetters: createPostgresDeadLetters(database),
    clock,
    meter,
    logger,
  };
  const inputs = {
    tradingRules,
    cashRules,
    sha256: hash,
    price: (symbol: string) => prices.price(symbol),
    instrument: (symbol: string) => prices.instrument(symbol),
    nowMs: () => clock.now(),
  };
  const tradablePrices = (): readonly Price[] =>
    prices.instruments().flatMap(({ symbol, status }) => {
      const price = prices.price(symbol);
      const tradable =
        status === 'active' && price !== undefined && !isStale(price, clock.now(), tradingRules.maxPriceAgeMs);
      return tradable ? [price] : [];
    });
  const { remote, redis } = storage;
  const teller =
    redis === null ? {} : { teller: createPriceTeller({ broadcast: redis.broadcast, cache: redis.prices, meter }) };
  const relays = remote === null ? [] : remote.routes.map((route) => createRelay(remote.log, route));
  const groups = consumerGroups(storage);
  const running = [
    startConsumer(
      createOrdersProcessor({ books, log, inputs }, DEFAULT_ORDERS_LIMITS),
      member,
      ports,
      storage.offeredCommands,
    ),
    startConsumer(
      createMarketProcessor({ market: createPostgresMarketStore(database), due, log, meter, ...teller }),
      member,
      ports,
    ),
    startOrderSweep({ due, log, clock, meter, logger, prices: tradablePrices }, SWEEP_EVERY_MS),
    startMarketRetention(
      {
        ...ports,
        candles: createPostgresCandleStore(database),
        history: createPostgresCatalogueHistory(database),
      },
      {
        minuteCandlesMs: settings.minuteCandlesDays * MS_PER_DAY,
        hourCandlesMs: settings.hourCandlesDays * MS_PER_DAY,
        catalogueChangesMs: CATALOGUE_CHANGES_MS,
      },
    ),
    ...startTrades(foundation, ports),
    ...relays.map((relay) => startConsumer(relay, member, ports)),
    startLogUpkeep(
      { ...ports, retention: composeRetention(foundation, ports.positions, groups) },
      {
        groups,
        everyMs: UPKEEP_EVERY_MS,
        retentionMs: settings.logRetentionHours * MS_PER_HOUR,
      },
    ),
  ];
  const audit = startSelfAudit(
    { reader: createPostgresAuditReader(database), sha256: hash, clock, meter, logger },
    settings.auditEveryMs,
  );
  return {
    audit,
    async stop() {
      await Promise.all([...running, audit].map((part) => part.stop()));
    },
  };
}

/** Removes from the database, and from Kafka where there is one. */
function composeRetention(
  { storage }: Foundation,
  positions: LogPositions,
  groups: readonly { readonly group: string; readonly topic: string }[],
): LogRetention {
  const inDatabase = createPostgresLogRetention(storage.workDatabase);
  const elsewhere = storage.remote?.retention(positions, groups);
  if (elsewhere === undefined) return inDatabase;
  return {
    async removeBefore(atMs, limit) {
      const removed = await inDatabase.removeBefore(atMs, limit);
      return removed >= limit ? removed : await elsewhere.removeBefore(atMs, limit);
    },
  };
}
