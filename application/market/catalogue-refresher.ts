import type { Clock } from '../ports/clock.ts';
import type { VendorPage } from '../ports/market-data.ts';
import { backoffMs } from '../processing/lifetime.ts';
import type { Lifetime } from '../processing/lifetime.ts';
import { createWakeup } from '../processing/wakeup.ts';
import { walkCatalogue } from './catalogue-walk.ts';
import type { CatalogueLimits, CataloguePorts } from './catalogue-walk.ts';
import { createPageIndex } from './page-index.ts';

/** What refreshing needs. */
export interface RefresherPorts extends CataloguePorts {
  readonly clock: Clock;
  /** Takes a page in. When it throws, or answers so, the page is asked for again. */
  readonly takePage: (page: VendorPage) => Promise<'taken' | 'ask-again'>;
}

/** When the catalogue is walked. */
export interface RefresherOptions {
  readonly limits: CatalogueLimits;
  /** From which age on the vendor's prices are fetched anew, milliseconds. */
  readonly refreshAfterMs: number;
  /** How many instruments are remembered with their page. */
  readonly maxInstruments: number;
}

/** Where refreshing stands; times are epoch milliseconds, null where there is none. */
export interface RefreshStatus {
  readonly lastRefreshAtMs: number | null;
  /** Null while a walk is under way. */
  readonly nextRefreshAtMs: number | null;
  /** Pages that are to be fetched out of turn. */
  readonly pagesInvalidated: number;
}

/** Keeps what is known of the vendor's catalogue fresh, with one call at a time. */
export interface CatalogueRefresher {
  /** Walks the catalogue again and again, before its prices expire, and in between fetches what was invalidated, until the lifetime ends. */
  run(): Promise<void>;
  /** Has the page of a symbol fetched out of turn; that of an unknown one is left to the next walk. */
  invalidate(symbol: string): void;
  status(): RefreshStatus;
}

/** Share of the usual time after which a walk that left something out, or brought only old prices, is repeated. */
const SOON = 1 / 8;

/** Makes a refresher. */
export function createCatalogueRefresher(
  ports: RefresherPorts,
  options: RefresherOptions,
  life: Lifetime,
): CatalogueRefresher {
  const { clock, meter, logger, vendor, takePage } = ports;
  const { limits, refreshAfterMs } = options;
  const index = createPageIndex(options.maxInstruments);
  const wakeup = createWakeup(clock);
  const invalidated = new Set<string | null>();
  let lastRefreshAtMs: number | null = null;
  let nextRefreshAtMs: number | null = null;
  let newestAsOfMs = 0;
  /** Walks one after the other that brought nothing new, or not all. */
  let idleWalks = 0;

  async function take(page: VendorPage, token: string | null): Promise<void> {
    const taken = await takePage(page);
    index.note(
      token,
      page.quotes.map(({ symbol }) => symbol),
    );
    if (taken === 'taken') invalidated.delete(token);
    else invalidated.add(token);
  }

  /** Walks once and answers when the next walk is due. */
  async function walk(): Promise<number> {
    const knownAsOfMs = newestAsOfMs;
    let firstPageAtMs: number | undefined;
    await walkCatalogue(ports, limits, life, async (page, token) => {
      await take(page, token);
      for (const { asOfMs } of page.quotes) newestAsOfMs = Math.max(newestAsOfMs, asOfMs);
      firstPageAtMs ??= clock.now();
    });
    const nowMs = clock.now();
    lastRefreshAtMs = nowMs;
    meter.gauge('feed_last_refresh_timestamp_seconds', {}, nowMs / 1_000);
    const missing = index.endWalk();
    meter.gauge('feed_instruments_missing', {}, missing);
    idleWalks = newestAsOfMs > knownAsOfMs ? 0 : idleWalks + 1;
    const soonMs = Math.min(refreshAfterMs, refreshAfterMs * SOON * 2 ** Math.min(idleWalks, 10));
    if (missing > 0) return nowMs + soonMs;
    // The prices of the first page grow old first, and they may have been old when they came: the vendor has new ones soon.
    return Math.min((firstPageAtMs ?? nowMs) + refreshAfterMs, Math.max(newestAsOfMs + refreshAfterMs, nowMs + soonMs));
  }

  /** Fetches one invalidated page. One that fails stays invalidated. */
  async function refreshPage(token: string | null, failures: number): Promise<number> {
    try {
      const page = await life.unlessEnded(vendor.page(token));
      if (page !== undefined) await take(page, token);
      meter.count('feed_page_refreshes_total', { outcome: 'ok' }, 1);
      return 0;
    } catch (error) {
      meter.count('feed_page_refreshes_total', { outcome: 'failed' }, 1);
      logger.warn(
        { error, failures },
        'an invalidated page of the vendor catalogue could not be had; it is tried again',
      );
      await life.pause(backoffMs(failures + 1, limits.retry));
      return failures + 1;
    }
  }

  /** Until the next walk is due. Bounded on both sides, since the clock may have jumped. */
  async function refreshPagesUntil(dueAtMs: number): Promise<void> {
    let failures = 0;
    for (let lastMs = dueAtMs - clock.now(); !life.ended() && lastMs > 0; lastMs = dueAtMs - clock.now()) {
      if (lastMs > refreshAfterMs) return refreshPagesUntil(clock.now() + refreshAfterMs);
      const [token] = invalidated;
      if (token !== undefined) failures = await refreshPage(token, failures);
      else await life.unlessEnded(wakeup.sleep(lastMs));
    }
  }

  return {
    run: async () => {
      while (!life.ended()) {
        nextRefreshAtMs = null;
        const dueAtMs = await walk();
        nextRefreshAtMs = dueAtMs;
        await refreshPagesUntil(dueAtMs);
      }
    },
    invalidate: (symbol) => {
      const token = index.tokenOf(symbol);
      if (token === undefined) return;
      meter.count('feed_invalidations_total', {}, 1);
      invalidated.add(token);
      wakeup.wake();
    },
    status: () => ({ lastRefreshAtMs, nextRefreshAtMs, pagesInvalidated: invalidated.size }),
  };
}
