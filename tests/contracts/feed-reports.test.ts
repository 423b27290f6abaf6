import { createMemoryFeedReports } from '@bourse/memory/memory-feed-reports.ts';
import { createPostgresFeedReports } from '@bourse/postgres/market/postgres-feed-reports.ts';
import { sql } from 'kysely';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { feedReportsContract } from './feed-reports.contract.ts';

const postgres = databaseOfThisFile();

feedReportsContract('memory', () => Promise.resolve(createMemoryFeedReports()));

feedReportsContract('postgres', async () => {
  const { database } = postgres();
  await sql`TRUNCATE feed_reports`.execute(database.sql);
  return createPostgresFeedReports(database);
});
