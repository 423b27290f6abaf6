import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { MarketStore, PriceVendor } from '../ports/market-data.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import type { TickSource } from '../ports/tick-source.ts';
import { walkCatalogue } from './catalogue-walk.ts';
import type { CatalogueLimits } from './catalogue-walk.ts';
import { createLifetime } from '../processing/lifetime.ts';
import { createMarketDataWriter } from './market-data-writer.ts';
import { createPriceIntake } from './price-intake.ts';
import { createQuarantine } from './quarantine.ts';
import type { QuarantinedPrice } from './quarantine.ts';

/** What the feed role works with. */
export interface FeedPorts {
  readonly vendor: PriceVendor;
  /** Live prices; left out where the vendor has none. */
  readonly ticks?: TickSource;
  readonly market: MarketStore;
  readonly log: Log;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

/** Settings of the feed; each has a default. */
export interface FeedOptions {
  /** How long a price is fresh, milliseconds (300000). The catalogue is walked again after 80% of it. */
  readonly priceTtlMs?: number;
  /** A price may move by at most this factor from one quote to the next (10). */
  readonly maxJumpFactor?: bigint;
  /** How many quarantined prices are kept for operators (1000). */
  readonly maxQuarantined?: number;
  /** How many instruments are taken at most (100000); further ones are counted and left out. */
  readonly maxInstruments?: number;
  /** Most pages of a walk (10000), failures at one page before it begins again (5), waits in between (1 s doubling to 60 s). */
  readonly catalogue?: CatalogueLimits;
}

/** The role that brings the vendor's instruments and prices in. A platform needs one; a second one does no harm. */
export interface Feed {
  /** Loads what is stored, then works until stopped; the vendor need not be there. Throws Fault('unavailable') when the store is not. */
  start(): Promise<void>;
  /** Stops; resolves when nothing is under way any more. */
  stop(): Promise<void>;
  /** The last prices that were not believed, newest first. */
  quarantined(): readonly QuarantinedPrice[];
  /** Believes the next positive price of a symbol, however far it is from the last: for an operator who knows of a split, say. */
  acceptNextPrice(symbol: string): void;
}

/** Share of the time for which a price is fresh after which the next one is fetched. */
const REFRESH_AT = 0.8;
const CATALOGUE: CatalogueLimits = {
  maxPages: 10_000,
  maxFailuresAtPage: 5,
  retry: { firstMs: 1_000, mostMs: 60_000 },
};

/** Makes the feed. Throws RangeError for settings that make no sense. */
export function createFeed(ports: FeedPorts, options: FeedOptions = {}): Feed {
  const { clock, market, meter, ticks } = ports;
  const { priceTtlMs = 300_000, maxJumpFactor = 10n, maxQuarantined = 1_000, maxInstruments = 100_000 } = options;
  if (!(priceTtlMs > 0)) throw new RangeError(`the life of a price must be positive, got ${priceTtlMs} ms`);
  const refreshEveryMs = Math.floor(priceTtlMs * REFRESH_AT);
  const life = createLifetime(clock);
  const doubtful = createQuarantine({ maxJumpFactor, maxKept: maxQuarantined }, meter);
  const write = createMarketDataWriter(ports, life);
  const intake = createPriceIntake({ market, meter, quarantine: doubtful, write }, maxInstruments);
  let refreshing = Promise.resolve();
  let closeTicks: (() => Promise<void>) | undefined;

  async function refreshUntilStopped(): Promise<void> {
    while (!life.ended()) {
      let firstPageAtMs: number | undefined;
      await walkCatalogue(ports, options.catalogue ?? CATALOGUE, life, async (page) => {
        await intake.takePage(page);
        firstPageAtMs ??= clock.now();
      });
      const nowMs = clock.now();
      meter.gauge('feed_last_refresh_timestamp_seconds', {}, nowMs / 1_000);
      // The prices of the first page grow old first. Bounded on both sides, since the clock may have jumped.
      const walkedMs = nowMs - (firstPageAtMs ?? nowMs);
      await life.pause(Math.min(refreshEveryMs, Math.max(0, refreshEveryMs - walkedMs)));
    }
  }

  return {
    start: async () => {
      await intake.load();
      refreshing = refreshUntilStopped();
      closeTicks = ticks?.open((batch) => intake.takeTicks(batch));
    },
    stop: async () => {
      life.end();
      await Promise.all([refreshing, closeTicks?.()]);
    },
    quarantined: () => doubtful.recent(),
    acceptNextPrice: (symbol) => {
      doubtful.forget(symbol);
    },
  };
}
