import type { FeedReport, FeedReports } from '@bourse/application/ports/feed-reports.ts';
import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';

const KEEP_MS = 60_000;

function report(member: string, reportedAtMs: number, changes: Partial<FeedReport> = {}): FeedReport {
  return {
    member,
    source: 'stream',
    breaker: 'half-open',
    callsInFlight: 3,
    lastSuccessAtMs: 900,
    lastRefreshAtMs: null,
    nextRefreshAtMs: 1_100,
    pagesInvalidated: 2,
    reportedAtMs,
    ...changes,
  };
}

/** What every store of feed reports has to do. */
export function feedReportsContract(adapter: string, open: () => Promise<FeedReports>): void {
  contractSuite('FeedReports', adapter, () => {
    it('is empty at first, and removing what is not there is no error', async () => {
      const reports = await open();
      await reports.remove('feed');
      expect(await reports.all()).toEqual([]);
    });

    it('keeps the newest report of each member, as it was put', async () => {
      const reports = await open();
      await reports.put(report('b', 1_000), KEEP_MS);
      await reports.put(report('a', 1_000, { source: 'csv', breaker: null, lastSuccessAtMs: null }), KEEP_MS);
      await reports.put(report('b', 2_000, { callsInFlight: 0 }), KEEP_MS);
      expect(await reports.all()).toEqual([
        report('a', 1_000, { source: 'csv', breaker: null, lastSuccessAtMs: null }),
        report('b', 2_000, { callsInFlight: 0 }),
      ]);
    });

    it('removes reports that are too old when another comes, and those of a member that says so', async () => {
      const reports = await open();
      await reports.put(report('gone', 1_000), KEEP_MS);
      await reports.put(report('old', 1_001), KEEP_MS);
      await reports.put(report('new', 1_001 + KEEP_MS), KEEP_MS);
      expect((await reports.all()).map(({ member }) => member)).toEqual(['new', 'old']);
      await reports.remove('old');
      expect((await reports.all()).map(({ member }) => member)).toEqual(['new']);
    });
  });
}
