import { createFeed } from '@bourse/application/market/feed.ts';
import type { Feed } from '@bourse/application/market/feed.ts';
import { createPriceBook } from '@bourse/application/market/price-book.ts';
import type { PriceBook } from '@bourse/application/market/price-book.ts';
import { MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import type { TickSource } from '@bourse/application/ports/tick-source.ts';
import { createRandomSeries, createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import type { Random } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { createSimulatedMarket } from '@bourse/entrypoints/vendor-sim/simulated-market.ts';
import { createSimulatedVendor } from '@bourse/entrypoints/vendor-sim/simulated-vendor.ts';
import type { SimulatedVendor } from '@bourse/entrypoints/vendor-sim/simulated-vendor.ts';
import { trafficCounter } from '@bourse/entrypoints/vendor-sim/vendor-traffic.ts';
import type { VendorTraffic } from '@bourse/entrypoints/vendor-sim/vendor-traffic.ts';
import type { MemoryLog } from '@bourse/memory/memory-log.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import type { MemoryMarketStore } from '@bourse/memory/memory-market-store.ts';
import { createMemoryMarketStore } from '@bourse/memory/memory-market-store.ts';
import { createMemoryQuarantineStore } from '@bourse/memory/memory-quarantine-store.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import { createVendorClient } from '@bourse/vendor/vendor-client.ts';
import type { VendorClient } from '@bourse/vendor/vendor-client.ts';
import { readTick } from '@bourse/vendor/vendor-codec.ts';
import type { ReadableMeter } from '../system/market/quiet-telemetry.ts';
import { quietLogger, readableMeter } from '../system/market/quiet-telemetry.ts';
import { createSimulatedTransport } from './simulated-transport.ts';
import { createTruePrices } from './true-prices.ts';
import type { TruePrices } from './true-prices.ts';

/** How long a price is fresh, milliseconds. */
export const TTL_MS = 300_000;
/** Longest that a call to the vendor takes, milliseconds. */
export const CALL_MS = 5_000;

/** What is quoted. */
export const SYMBOLS = Array.from({ length: 40 }, (_, index) => `S${String(index).padStart(2, '0')}`);
const MOVE_EVERY_MS = 10_000;
const MOVES_EACH = 20;
const PAGE_SIZE = 5;

/**
 * The way of prices from the vendor to the reader, with everything that is real but the network and the stores, in simulated time: the
 * test holds the global timers, which the guard of the vendor client goes by as well.
 */
export interface MarketSimulation {
  readonly vendor: SimulatedVendor;
  readonly client: VendorClient;
  readonly feed: Feed;
  readonly book: PriceBook;
  readonly log: MemoryLog;
  readonly market: MemoryMarketStore;
  readonly meter: ReadableMeter;
  /** What every instrument was really worth when. */
  readonly truth: TruePrices;
  /** For what the test decides. */
  readonly random: Random;
  readonly traffic: () => VendorTraffic;
  stop(): Promise<void>;
}

/** Starts it; `live` also has prices come as ticks, with the faults of the vendor. */
export async function startMarketSimulation(
  seed: number,
  { live }: { readonly live: boolean },
): Promise<MarketSimulation> {
  const instruments = SYMBOLS.map((symbol, index) => {
    return { symbol, name: symbol, exchange: 'XNAS', sector: 'Tools', startCents: 5_000 + 997 * index };
  });
  const truth = createTruePrices(createSimulatedMarket(instruments, MOVES_EACH, createSeededRandom(seed)), Date.now);
  const vendor = createSimulatedVendor({ market: truth.market, pageSize: PAGE_SIZE, now: Date.now, seed });
  const counter = trafficCounter(Date.now);
  const meter = readableMeter();
  const ports = { clock: systemClock, meter, logger: quietLogger };
  const transport = createSimulatedTransport(vendor, systemClock, counter);
  const random = createRandomSeries(seed, 'client')(0);
  const client = createVendorClient({ url: 'http://vendor.invalid', apiKey: 'key', transport, random }, ports);
  const topics = { [ORDERS_TOPIC]: 2, [EXECUTIONS_TOPIC]: 2, [MARKET_DATA_TOPIC]: 2 };
  const log = createMemoryLog({ topics, maxWaitingAppends: 1_000, maxValueBytes: 10_000, nowMs: Date.now });
  const market = createMemoryMarketStore();
  const book = createPriceBook({ ...ports, log, market }, { pollEveryMs: 60_000, instrumentsEveryMs: 60_000 });
  const newest = book.price.bind(book);
  const shared = { ...ports, log, market, quarantine: createMemoryQuarantineStore(), newest };
  const ticker = startTicker(vendor);
  const feed = createFeed(
    { ...shared, vendor: client, ...(live ? { ticks: ticker.source } : {}) },
    { priceTtlMs: TTL_MS },
  );
  await book.start();
  await feed.start();
  return {
    ...{ vendor, client, feed, book, log, market, meter, truth },
    random: createRandomSeries(seed, 'test')(0),
    traffic: () => counter.read(),
    stop: async () => {
      ticker.stop();
      await feed.stop();
      await client.close();
      await book.stop();
    },
  };
}

/** Moves prices all the time, and hands over ticks while somebody takes them. */
function startTicker(vendor: SimulatedVendor): { readonly source: TickSource; stop(): void } {
  let taker: Parameters<TickSource['open']>[0] | undefined;
  let handing = Promise.resolve();
  const timer = setInterval(() => {
    const lines = vendor.tick();
    if (lines === 'cut' || taker === undefined) return;
    const ticks = [...lines.values()].map((line) => readTick(line, Date.now())).filter((tick) => tick !== undefined);
    const take = taker;
    handing = handing.then(() => take(ticks));
  }, MOVE_EVERY_MS);
  return {
    source: {
      open: (onTicks) => {
        taker = onTicks;
        return async () => {
          taker = undefined;
          await handing;
        };
      },
    },
    stop: () => clearInterval(timer),
  };
}
