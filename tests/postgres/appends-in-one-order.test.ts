import { openPostgresLog, DEFAULT_LOG_LIMITS } from '@bourse/postgres/log/postgres-log.ts';
import { createPostgresTransactions, sqlOf } from '@bourse/postgres/postgres-transactions.ts';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { until } from '../support/until.ts';

const postgres = databaseOfThisFile();

it('locks the ends of partitions in one order, whatever the order of the records, so that appends cannot deadlock', async () => {
  const { database } = postgres();
  const log = await openPostgresLog(database, { topics: { numbers: 4 }, ...DEFAULT_LOG_LIMITS });
  const transactions = createPostgresTransactions(database);
  const record = (key: string) => ({ key, value: '{}', headers: {} });
  const places = await log.append(
    'numbers',
    Array.from({ length: 50 }, (_, key) => record(`k${key}`)),
  );
  const keyIn = (partition: number): string => `k${places.findIndex((place) => place.partition === partition)}`;
  const lockEnd = (partition: number) =>
    sql`UPDATE log_ends SET next_position = next_position WHERE topic = 'numbers' AND partition = ${partition}`;

  let appended: Promise<unknown> = Promise.resolve();
  await transactions.run(async (transaction) => {
    await lockEnd(0).execute(sqlOf(transaction));
    appended = log.append('numbers', [3, 2, 1, 0].map(keyIn).map(record));
    await until('the append waits for the end of partition 0', async () => {
      const { rows } = await database.query((connection) =>
        sql`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(
          connection,
        ),
      );
      return rows.length === 1;
    });
    // Had it taken these before, each would wait for the other.
    for (const partition of [1, 2, 3]) await lockEnd(partition).execute(sqlOf(transaction));
  });
  expect(await appended).toHaveLength(4);
});
