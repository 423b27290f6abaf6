import { access, constants } from 'node:fs/promises';
import { createFeed } from '@bourse/application/market/feed.ts';
import { startFeedReporter } from '@bourse/application/market/feed-reporter.ts';
import type { TickSource } from '@bourse/application/ports/tick-source.ts';
import { createPostgresFeedReports } from '@bourse/postgres/market/postgres-feed-reports.ts';
import { createPostgresQuarantineStore } from '@bourse/postgres/market/postgres-quarantine-store.ts';
import { createRecordedTicks } from '@bourse/vendor/recorded-ticks.ts';
import { createTickStream } from '@bourse/vendor/tick-stream.ts';
import { createVendorClient } from '@bourse/vendor/vendor-client.ts';
import { ConfigurationError } from '../config/settings-codec.ts';
import type { Foundation } from './foundation.ts';

/** Where the vendor is and what it wants to see. */
export interface VendorAccess {
  readonly url: string;
  readonly apiKey: string;
}

const REPORT_EVERY_MS = 5_000;
const MICROS = 1e6;

/**
 * Brings instruments, prices and ticks in, from the vendor, or without one from the recording that is configured. Answers how to stop it.
 * Throws Fault('unavailable') when the database is not there, ConfigurationError when the recording cannot be read.
 */
export async function startFeed(
  foundation: Foundation,
  vendor: VendorAccess | null,
): Promise<{ stop(): Promise<void> }> {
  const { clock, meter, logger, market, storage, settings, prices, member } = foundation;
  const { database, log } = storage;
  const ports = { clock, meter, logger };
  const client = vendor === null ? undefined : createVendorClient(vendor, ports);
  const ticks = await ticksOf(foundation, vendor);
  const running = createFeed(
    {
      ...ports,
      ...(client === undefined ? {} : { vendor: client }),
      ...(ticks === undefined ? {} : { ticks }),
      market,
      quarantine: createPostgresQuarantineStore(database),
      newest: (symbol) => prices.price(symbol),
      log,
    },
    {
      priceTtlMs: settings.priceTtlMs,
      maxJumpFactor: BigInt(settings.maxPriceJumpFactor),
      significantMoveMicros: settings.priceMoveRefreshPercent,
    },
  );
  await running.start();
  const reporter = startFeedReporter(
    {
      ...ports,
      feed: running,
      ...(client === undefined ? {} : { vendor: client }),
      reports: createPostgresFeedReports(database),
    },
    { member, source: settings.feedSource },
    REPORT_EVERY_MS,
  );
  return {
    async stop() {
      await running.stop();
      await client?.close();
      await reporter.stop();
    },
  };
}

async function ticksOf(
  { settings, clock, meter, logger }: Foundation,
  vendor: VendorAccess | null,
): Promise<TickSource | undefined> {
  const { feedSource, feedCsv, feedSpeed } = settings;
  const ports = { clock, meter, logger };
  if (feedSource === 'stream' && vendor !== null) return createTickStream(vendor, ports);
  if (feedSource !== 'csv' || feedCsv === null) return undefined;
  await access(feedCsv, constants.R_OK).catch(() => {
    throw new ConfigurationError([`FEED_CSV cannot be read; it is "${feedCsv}".`]);
  });
  return createRecordedTicks({ path: feedCsv, speed: Number(feedSpeed) / MICROS }, ports);
}
