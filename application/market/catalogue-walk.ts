import type { PriceVendor, VendorPage } from '../ports/market-data.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { backoffMs } from '../processing/lifetime.ts';
import type { Lifetime } from '../processing/lifetime.ts';

/** Limits of a walk over the vendor's catalogue. */
export interface CatalogueLimits {
  /** Most pages of one walk; a catalogue that goes on is cut there. */
  readonly maxPages: number;
  /** After so many failures at one page the walk begins again, since its cursor may be what is wrong; after so many repeats it ends. */
  readonly maxFailuresAtPage: number;
  /** Shortest and longest wait after a failure; it doubles in between. */
  readonly retry: { readonly firstMs: number; readonly mostMs: number };
}

/** What a walk needs. */
export interface CataloguePorts {
  readonly vendor: PriceVendor;
  readonly meter: Meter;
  readonly logger: Logger;
}

/**
 * Walks the vendor's catalogue once, handing over page after page with the cursor that leads to it, until its end or the end of the
 * lifetime. A page that fails, or whose handling fails, is tried again, so a vendor that answers every second call is walked to the end
 * all the same; so is one that leads back to where the walk has been, as a page that is sent twice does.
 */
export async function walkCatalogue(
  ports: CataloguePorts,
  limits: CatalogueLimits,
  life: Lifetime,
  onPage: (page: VendorPage, token: string | null) => Promise<void>,
): Promise<void> {
  const { vendor, meter, logger } = ports;
  let token: string | null = null;
  let walked = new Set<string | null>();
  let failures = 0;
  let repeats = 0;

  while (!life.ended()) {
    try {
      const page: VendorPage | undefined = await life.unlessEnded(vendor.page(token));
      if (page === undefined) return;
      await onPage(page, token);
      meter.count('feed_pages_total', { outcome: 'ok' }, 1);
      failures = 0;
      walked.add(token);
      if (page.nextToken === null) return;
      const leadsBack = walked.has(page.nextToken);
      if (leadsBack) repeats += 1;
      if (repeats >= limits.maxFailuresAtPage || walked.size >= limits.maxPages) {
        meter.count('feed_walks_cut_total', {}, 1);
        logger.warn(
          { pages: walked.size },
          'the vendor catalogue repeats itself or has too many pages; the rest is left out',
        );
        return;
      }
      if (leadsBack) await life.pause(backoffMs(repeats, limits.retry));
      else token = page.nextToken;
    } catch (error) {
      // Whatever it was, bugs included: nothing that a vendor can send may end the feed. The old prices stay in place.
      failures += 1;
      meter.count('feed_pages_total', { outcome: 'failed' }, 1);
      logger.warn({ error, failures }, 'a page of the vendor catalogue could not be had; prices stay as they are');
      if (failures % limits.maxFailuresAtPage === 0) {
        token = null;
        walked = new Set();
      }
      await life.pause(backoffMs(failures, limits.retry));
    }
  }
}
