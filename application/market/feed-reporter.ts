import type { Clock } from '../ports/clock.ts';
import type { FeedReport, FeedReports, VendorHealth } from '../ports/feed-reports.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { createLifetime } from '../processing/lifetime.ts';
import type { Feed } from './feed.ts';

/** What reporting needs. */
export interface FeedReporterPorts {
  readonly feed: Pick<Feed, 'status'>;
  /** Left out where the feed has no vendor. */
  readonly vendor?: VendorHealth;
  readonly reports: FeedReports;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

/** A feed is told of for so long after its last report, milliseconds. */
export const KEEP_REPORTS_MS = 3_600_000;

/**
 * Reports how a feed is, at once and then every `everyMs`, so that any process can tell; takes the report back when stopped. A report that
 * cannot be stored is left out, the next one follows.
 */
export function startFeedReporter(
  ports: FeedReporterPorts,
  { member, source }: Pick<FeedReport, 'member' | 'source'>,
  everyMs: number,
): { stop(): Promise<void> } {
  const { feed, vendor, reports, clock, meter, logger } = ports;
  const life = createLifetime(clock);

  function report(): FeedReport {
    return {
      member,
      source,
      breaker: vendor?.breakerState() ?? null,
      callsInFlight: vendor?.callsInFlight() ?? 0,
      lastSuccessAtMs: vendor?.lastSuccessAtMs() ?? null,
      ...feed.status(),
      reportedAtMs: clock.now(),
    };
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      meter.count('feed_report_failures_total', {}, 1);
      logger.warn({ error }, 'the report of the feed could not be stored; the next one follows');
    }
  }

  async function run(): Promise<void> {
    while (!life.ended()) {
      meter.gauge('vendor_calls_in_flight', {}, vendor?.callsInFlight() ?? 0);
      await attempt(() => reports.put(report(), KEEP_REPORTS_MS));
      await life.pause(everyMs);
    }
    await attempt(() => reports.remove(member));
  }

  const finished = run();
  return {
    stop: () => {
      life.end();
      return finished;
    },
  };
}
