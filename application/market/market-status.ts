import { isStale } from '@bourse/core/market/price.ts';
import type { Clock } from '../ports/clock.ts';
import type { FeedReport, FeedReports } from '../ports/feed-reports.ts';
import type { QuarantineStore } from '../ports/quarantine-store.ts';
import type { PriceBook } from './price-book.ts';

/** What the status of the market is told from. */
export interface MarketStatusPorts {
  readonly prices: Pick<PriceBook, 'instruments' | 'price'>;
  readonly reports: FeedReports;
  readonly quarantine: Pick<QuarantineStore, 'openSymbols'>;
  readonly clock: Clock;
  /** From which age on a price is stale, milliseconds. */
  readonly maxPriceAgeMs: number;
}

/** How the prices are that this process serves, and the feeds that bring them. */
export interface MarketStatus {
  readonly instruments: number;
  readonly halted: number;
  /** Instruments by the age of their price. */
  readonly fresh: number;
  readonly stale: number;
  readonly missing: number;
  /** Instruments whose quotes are not believed at present. */
  readonly quarantined: number;
  /** Ages of the prices of instruments, milliseconds; null when there is no price. */
  readonly oldestAgeMs: number | null;
  readonly newestAgeMs: number | null;
  readonly feeds: readonly FeedReport[];
}

/** Makes the reading of the status. Throws Fault('unavailable'). */
export function createMarketStatus(ports: MarketStatusPorts): () => Promise<MarketStatus> {
  const { prices, reports, quarantine, clock, maxPriceAgeMs } = ports;
  return async () => {
    const [feeds, quarantined] = await Promise.all([reports.all(), quarantine.openSymbols()]);
    const nowMs = clock.now();
    const instruments = prices.instruments();
    let [stale, priced] = [0, 0];
    let [oldestMs, newestMs] = [Infinity, -Infinity];
    for (const { symbol } of instruments) {
      const price = prices.price(symbol);
      if (price === undefined) continue;
      priced += 1;
      if (isStale(price, nowMs, maxPriceAgeMs)) stale += 1;
      oldestMs = Math.min(oldestMs, price.asOfMs);
      newestMs = Math.max(newestMs, price.asOfMs);
    }
    const ageOf = (asOfMs: number): number | null => (priced === 0 ? null : Math.max(0, nowMs - asOfMs));
    return {
      instruments: instruments.length,
      halted: instruments.filter(({ status }) => status === 'halted').length,
      fresh: priced - stale,
      stale,
      missing: instruments.length - priced,
      quarantined,
      oldestAgeMs: ageOf(oldestMs),
      newestAgeMs: ageOf(newestMs),
      feeds,
    };
  };
}
