import { describe, expect, it } from 'vitest';
import { Fault } from '../ports/fault.ts';
import type { FeedReport, FeedReports } from '../ports/feed-reports.ts';
import { startFeedReporter } from './feed-reporter.ts';
import { fakeLogger, fakeMeter, manualClock, settle } from './market-fakes.ts';

const status = { lastRefreshAtMs: 900, nextRefreshAtMs: 1_100, pagesInvalidated: 1 };

function setUp() {
  const clock = manualClock(1_000);
  const meter = fakeMeter();
  const kept = new Map<string, FeedReport>();
  let failing = false;
  const reports: FeedReports = {
    put: async (report) => {
      if (failing) throw new Fault('unavailable', 'down');
      kept.set(report.member, report);
    },
    remove: async (member) => void kept.delete(member),
    all: async () => [...kept.values()],
  };
  const vendor = { breakerState: () => 'open' as const, callsInFlight: () => 2, lastSuccessAtMs: () => 800 };
  const ports = { feed: { status: () => status }, vendor, reports, clock, meter, logger: fakeLogger() };
  const reporter = startFeedReporter(ports, { member: 'me', source: 'stream' }, 5_000);
  return { clock, meter, reporter, reports, fail: (now: boolean) => void (failing = now) };
}

describe('the reporter of a feed', () => {
  it('reports at once how the feed and its vendor are', async () => {
    const { reports, meter } = setUp();
    await settle();
    const vendor = { breaker: 'open', callsInFlight: 2, lastSuccessAtMs: 800 };
    expect(await reports.all()).toEqual([
      { member: 'me', source: 'stream', ...vendor, ...status, reportedAtMs: 1_000 },
    ]);
    expect(meter.gauged('vendor_calls_in_flight')).toBe(2);
  });

  it('reports again and again, also after a report that could not be stored', async () => {
    const { reports, clock, meter, fail } = setUp();
    fail(true);
    await clock.pass(5_000);
    expect(meter.counted('feed_report_failures_total')).toBe(1);
    fail(false);
    await clock.pass(5_000);
    expect(await reports.all()).toMatchObject([{ reportedAtMs: 11_000 }]);
  });

  it('takes its report back when it is stopped', async () => {
    const { reports, reporter } = setUp();
    await settle();
    await reporter.stop();
    expect(await reports.all()).toEqual([]);
  });
});
