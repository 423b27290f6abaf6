import { hostname } from 'node:os';
import type { HealthProbes } from '@bourse/application/health/health-report.ts';
import type { PriceBook } from '@bourse/application/market/price-book.ts';
import { createCachedMarketStore } from '@bourse/application/market/cached-market-store.ts';
import { startInstrumentWatch } from '@bourse/application/market/instrument-watch.ts';
import { createPriceBook } from '@bourse/application/market/price-book.ts';
import { createToldPriceNews } from '@bourse/application/market/told-prices.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import type { AccountQueries } from '@bourse/application/ports/account-queries.ts';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { Ids } from '@bourse/application/ports/ids.ts';
import type { LogPositions } from '@bourse/application/ports/log-positions.ts';
import type { MarketStore } from '@bourse/application/ports/market-data.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { KnownVersions } from '@bourse/application/trades/known-versions.ts';
import { createKnownVersions } from '@bourse/application/trades/known-versions.ts';
import type { CashRules } from '@bourse/core/ledger/cash-decider.ts';
import { MICROS_PER_UNIT } from '@bourse/core/money/decimal.ts';
import type { TradingRules } from '@bourse/core/orders/trading-rules.ts';
import { createPostgresAccountQueries } from '@bourse/postgres/books/postgres-account-queries.ts';
import { createPostgresLogPositions } from '@bourse/postgres/log/postgres-log-positions.ts';
import { createPostgresInstrumentControl } from '@bourse/postgres/market/postgres-instrument-control.ts';
import { createPostgresMarketStore } from '@bourse/postgres/market/postgres-market-store.ts';
import { createUuidIds } from '@bourse/runtime/ids.ts';
import type { PrometheusMeter } from '@bourse/telemetry/prometheus-meter.ts';
import { createPrometheusMeter } from '@bourse/telemetry/prometheus-meter.ts';
import type { Settings } from '../config/settings.ts';
import type { Storage } from './open-storage.ts';
import { openStorage } from './open-storage.ts';

/** What every role of a process shares. */
export interface Foundation {
  readonly settings: Settings;
  readonly storage: Storage;
  /** Names this process among the members of consumer groups. */
  readonly member: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly meter: PrometheusMeter;
  readonly positions: LogPositions;
  readonly queries: AccountQueries;
  readonly market: MarketStore;
  readonly prices: PriceBook;
  readonly tradingRules: TradingRules;
  readonly cashRules: CashRules;
  /** What this process decided, so that its edge can refuse what comes too late. */
  readonly knownVersions: KnownVersions;
  readonly health: HealthProbes;
  /** Reports from now on that this process is about to stop. */
  announceStop(): void;
  close(): Promise<void>;
}

/** Prices are told by Redis within milliseconds; this bounds what a loss on the way costs, noticed or not. */
const READ_PRICES = { everyMs: 5_000, cutOffEveryMs: 1_000 };

/** How soon after an operator's change of an instrument every process knows of it. */
const WATCH_INSTRUMENTS_EVERY_MS = 1_000;

/** Largest single deposit or withdrawal. */
const MAX_CASH_AMOUNT_MICROS = 1_000_000n * MICROS_PER_UNIT;

/** Trades whose highest version the edge remembers. */
const MAX_KNOWN_TRADES = 100_000;

/** Opens storage and loads the prices. Everything opened is closed again when something fails. */
export async function layFoundation(settings: Settings, logger: Logger, clock: Clock): Promise<Foundation> {
  const ids = createUuidIds(clock);
  const meter = createPrometheusMeter();
  const member = `${hostname()}-${process.pid}-${ids.next().slice(0, 13)}`;
  const storage = await openStorage(settings, member, { logger, meter });
  const { database, log, redis } = storage;
  const market = createPostgresMarketStore(database);
  const told =
    redis === null
      ? {}
      : {
          market: createCachedMarketStore(market, redis.prices, meter),
          news: createToldPriceNews({ broadcast: redis.broadcast, clock, meter, logger }, READ_PRICES),
        };
  const prices = createPriceBook({ log, market, clock, meter, logger, ...told });
  try {
    await prices.start();
  } catch (error) {
    await storage.close();
    throw error;
  }
  const control = createPostgresInstrumentControl(database);
  let stopping = false;
  const watch = startInstrumentWatch({ control, prices, clock, meter, logger }, WATCH_INSTRUMENTS_EVERY_MS);
  return {
    settings,
    storage,
    member,
    clock,
    ids,
    logger,
    meter,
    market,
    prices,
    positions: createPostgresLogPositions(database),
    queries: createPostgresAccountQueries(database),
    tradingRules: tradingRulesOf(settings),
    knownVersions: createKnownVersions(MAX_KNOWN_TRADES),
    cashRules: {
      maxAmountMicros: MAX_CASH_AMOUNT_MICROS,
      maxDepositsPerDayMicros: settings.maxDepositsPerDay,
      maxWithdrawalsPerDayMicros: settings.maxWithdrawalsPerDay,
    },
    health: {
      db: { check: () => database.ping() },
      kafka: { check: () => log.end(ORDERS_TOPIC, log.partitions(ORDERS_TOPIC)[0] ?? 0) },
      ...(redis === null ? {} : { redis: { check: () => redis.broadcast.ping() } }),
      isStopping: () => stopping,
    },
    announceStop() {
      stopping = true;
    },
    async close() {
      await watch.stop();
      await prices.stop();
      await storage.close();
    },
  };
}

function tradingRulesOf(settings: Settings): TradingRules {
  const { maxFillQuantity } = settings;
  return {
    priceToleranceMicros: settings.priceTolerancePercent,
    maxPriceAgeMs: settings.priceTtlMs,
    maxNotionalMicros: settings.maxOrderNotional,
    commissionBasisPoints: BigInt(settings.commissionBps),
    closeMinuteUtc: settings.marketClose,
    liquidity: maxFillQuantity === null ? { model: 'unlimited' } : { model: 'capped', maxFillMicros: maxFillQuantity },
  };
}
