import type { FeedReport, FeedReports } from '@bourse/application/ports/feed-reports.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

const MAX_REPORTS = 1_000;

/** Reports of feeds as rows. */
export function createPostgresFeedReports(database: Database): FeedReports {
  return {
    async put(report, keepMs) {
      const { member, reportedAtMs } = report;
      await database.query((connection) =>
        sql`
          WITH old AS (
            DELETE FROM feed_reports WHERE reported_at_ms < ${reportedAtMs - keepMs} AND member <> ${member})
          INSERT INTO feed_reports (member, report, reported_at_ms)
            VALUES (${member}, ${JSON.stringify(report)}::json, ${reportedAtMs})
          ON CONFLICT (member) DO UPDATE SET report = excluded.report, reported_at_ms = excluded.reported_at_ms`.execute(
          connection,
        ),
      );
    },
    async remove(member) {
      await database.query((connection) => sql`DELETE FROM feed_reports WHERE member = ${member}`.execute(connection));
    },
    async all() {
      const { rows } = await database.query((connection) =>
        sql<{
          report: FeedReport;
        }>`SELECT report FROM feed_reports ORDER BY member LIMIT ${MAX_REPORTS}`.execute(connection),
      );
      return rows.map(({ report }) => report);
    },
  };
}
