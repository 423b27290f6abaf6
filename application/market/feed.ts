import type { Price } from '@bourse/core/market/price.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { MarketStore, PriceVendor } from '../ports/market-data.ts';
import type { QuarantineEntry, QuarantineStore } from '../ports/quarantine-store.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import type { TickSource, VendorTick } from '../ports/tick-source.ts';
import { backoffMs, createLifetime } from '../processing/lifetime.ts';
import type { CatalogueLimits } from './catalogue-walk.ts';
import { createCatalogueRefresher } from './catalogue-refresher.ts';
import type { CatalogueRefresher, RefreshStatus } from './catalogue-refresher.ts';
import { createMarketDataWriter } from './market-data-writer.ts';
import { createPriceIntake } from './price-intake.ts';
import { createQuarantine } from './quarantine.ts';
import { writeQuarantine } from './quarantine-writer.ts';
import { createSignificantMoves } from './significant-moves.ts';

/** What the feed role works with. */
export interface FeedPorts {
  /** Instruments and polled prices; left out where there is no catalogue: then each tick's symbol is an instrument. */
  readonly vendor?: PriceVendor;
  /** Live prices; left out where the vendor has none. */
  readonly ticks?: TickSource;
  readonly market: MarketStore;
  readonly quarantine: QuarantineStore;
  /** The newest price that the platform knows, whoever brought it; what an operator accepted is among them. */
  readonly newest?: (symbol: string) => Price | undefined;
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
  /**
   * Whether the first price that an instrument ever has waits for a second quote that agrees with it (true); its page of the catalogue is
   * asked for again at once. Only with a catalogue: a recording has nobody to ask a second time.
   */
  readonly confirmFirstPrices?: boolean;
  /**
   * A live price that is further than this from what the catalogue last said, in millionths of a percent, has its page of the catalogue
   * fetched out of turn (5000000n, which is 5%); 0n: never.
   */
  readonly significantMoveMicros?: bigint;
  /** How many quarantined prices are kept in memory (1000). */
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
  /** What is not believed at present, the newest quote first. */
  quarantined(): readonly QuarantineEntry[];
  /** Where refreshing stands. */
  status(): RefreshStatus;
}

/** Share of the time for which a price is fresh after which the next one is fetched. */
const REFRESH_AT = 0.8;
const CATALOGUE: CatalogueLimits = {
  maxPages: 10_000,
  maxFailuresAtPage: 5,
  retry: { firstMs: 1_000, mostMs: 60_000 },
};
const WRITE_QUARANTINE_EVERY_MS = 1_000;
const SAVE_RETRY = { firstMs: 100, mostMs: 10_000 };
const NOTHING_TO_REFRESH: RefreshStatus = { lastRefreshAtMs: null, nextRefreshAtMs: null, pagesInvalidated: 0 };

/** Makes the feed. Throws RangeError for settings that make no sense. */
export function createFeed(ports: FeedPorts, options: FeedOptions = {}): Feed {
  const { clock, market, meter, logger, vendor, ticks, newest } = ports;
  const { priceTtlMs = 300_000, maxJumpFactor = 10n, significantMoveMicros = 5_000_000n } = options;
  const { maxQuarantined = 1_000, maxInstruments = 100_000, confirmFirstPrices = true } = options;
  if (!(priceTtlMs > 0)) throw new RangeError(`the life of a price must be positive, got ${priceTtlMs} ms`);
  const life = createLifetime(clock);
  const quarantine = createQuarantine(
    { maxJumpFactor, maxKept: maxQuarantined, confirmFirst: confirmFirstPrices && vendor !== undefined },
    { clock, meter, ...(newest === undefined ? {} : { newest }) },
  );
  const write = createMarketDataWriter(ports, life);
  const moves = createSignificantMoves(significantMoveMicros);
  const intake = createPriceIntake(
    { market, meter, quarantine, moves, write, invalidate: (symbol) => refresher?.invalidate(symbol) },
    { maxInstruments, listUnknown: vendor === undefined },
  );
  const refresher: CatalogueRefresher | undefined =
    vendor === undefined
      ? undefined
      : createCatalogueRefresher(
          { clock, meter, logger, vendor, takePage: (page) => intake.takePage(page) },
          {
            limits: options.catalogue ?? CATALOGUE,
            refreshAfterMs: Math.floor(priceTtlMs * REFRESH_AT),
            maxInstruments,
          },
          life,
        );
  let working: readonly (Promise<void> | undefined)[] = [];
  let closeTicks: (() => Promise<void>) | undefined;

  /** Holds its caller up while the store is down. */
  async function takeTicks(batch: readonly VendorTick[]): Promise<void> {
    for (let failures = 1; !life.ended(); failures += 1) {
      try {
        await intake.takeTicks(batch);
        return;
      } catch (error) {
        logger.warn({ error, failures }, 'the instruments of live prices could not be saved; it is tried again');
        await life.pause(backoffMs(failures, SAVE_RETRY));
      }
    }
  }

  return {
    start: async () => {
      const stored = { status: 'open', after: null, limit: maxQuarantined } as const;
      const [open] = await Promise.all([ports.quarantine.list(stored), intake.load()]);
      quarantine.resume(open);
      const store = { quarantine, store: ports.quarantine, meter, logger };
      working = [refresher?.run(), writeQuarantine(store, WRITE_QUARANTINE_EVERY_MS, life)];
      closeTicks = ticks?.open(takeTicks);
    },
    stop: async () => {
      life.end();
      await Promise.all([...working, closeTicks?.()]);
    },
    quarantined: () => quarantine.list(),
    status: () => refresher?.status() ?? NOTHING_TO_REFRESH,
  };
}
