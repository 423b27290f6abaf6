import type { FeedReport, FeedReports } from '@bourse/application/ports/feed-reports.ts';

const MAX_REPORTS = 1_000;

/** Reports of feeds for as long as the process lives. */
export function createMemoryFeedReports(): FeedReports {
  const reports = new Map<string, FeedReport>();
  return {
    put: async (report, keepMs) => {
      for (const { member, reportedAtMs } of reports.values()) {
        if (reportedAtMs < report.reportedAtMs - keepMs) reports.delete(member);
      }
      reports.set(report.member, report);
    },
    remove: async (member) => void reports.delete(member),
    all: async () =>
      [...reports.values()].sort((one, other) => (one.member < other.member ? -1 : 1)).slice(0, MAX_REPORTS),
  };
}
