import type { Static, TSchema } from 'typebox';
import type { MarketStatus } from '@bourse/application/market/market-status.ts';
import type { FeedReport } from '@bourse/application/ports/feed-reports.ts';
import type { InstrumentChange } from '@bourse/application/ports/instrument-control.ts';
import type { QuarantineEntry } from '@bourse/application/ports/quarantine-store.ts';
import { formatMicros } from '@bourse/core/money/decimal.ts';
import { formatTime } from '@bourse/core/time/utc.ts';
import type {
  InstrumentChangesSchema,
  MarketStatusSchema,
  QuarantinePageSchema,
} from './schemas/market-operations-schema.ts';

type ItemOf<Page extends TSchema> = Static<Page> extends { items: (infer Item)[] } ? Item : never;

/** A feed that has not reported for so long is silent, milliseconds. */
const SILENT_AFTER_MS = 30_000;

/** The status of the market as it is answered. */
export function marketStatusJson(status: MarketStatus, nowMs: number): Static<typeof MarketStatusSchema> {
  const { oldestAgeMs, newestAgeMs, feeds, ...counts } = status;
  return {
    ...counts,
    oldest_age_ms: oldestAgeMs,
    newest_age_ms: newestAgeMs,
    feeds: feeds.map((feed) => feedJson(feed, nowMs)),
  };
}

/** A quarantined price as it is answered. */
export function quarantineEntryJson(entry: QuarantineEntry): ItemOf<typeof QuarantinePageSchema> {
  return {
    symbol: entry.symbol,
    reason: entry.reason,
    price: priceOrNull(entry.priceMicros),
    last_good_price: priceOrNull(entry.lastGoodMicros),
    source: entry.source,
    as_of: formatTime(entry.asOfMs),
    quotes: entry.quotes,
    first_at: formatTime(entry.firstAtMs),
    last_at: formatTime(entry.lastAtMs),
    over_at: timeOrNull(entry.overAtMs),
  };
}

/** A change of an instrument as it is answered. */
export function instrumentChangeJson(change: InstrumentChange): ItemOf<typeof InstrumentChangesSchema> {
  return {
    sequence: String(change.sequence),
    symbol: change.symbol,
    change: change.change,
    price: priceOrNull(change.priceMicros),
    changed_by: change.changedBy,
    at: formatTime(change.atMs),
  };
}

function feedJson(feed: FeedReport, nowMs: number): Static<typeof MarketStatusSchema>['feeds'][number] {
  return {
    member: feed.member,
    state: nowMs - feed.reportedAtMs > SILENT_AFTER_MS ? 'silent' : 'reporting',
    source: feed.source,
    breaker: feed.breaker,
    calls_in_flight: feed.callsInFlight,
    last_success_at: timeOrNull(feed.lastSuccessAtMs),
    last_refresh_at: timeOrNull(feed.lastRefreshAtMs),
    next_refresh_at: timeOrNull(feed.nextRefreshAtMs),
    pages_invalidated: feed.pagesInvalidated,
    reported_at: formatTime(feed.reportedAtMs),
  };
}

function priceOrNull(micros: bigint | null): string | null {
  return micros === null ? null : formatMicros(micros);
}

function timeOrNull(atMs: number | null): string | null {
  return atMs === null ? null : formatTime(atMs);
}
