import { createPostgresLogRetention } from '@bourse/postgres/log/postgres-log-retention.ts';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';

const postgres = databaseOfThisFile();
const PARTITIONS = 4;
const BATCHES_EACH = 5_000;
const LIMIT = 100;

/** Fills every partition: each batch was appended a second after the one before, from 1970 on. */
async function fill(): Promise<void> {
  const { sql: connection } = postgres().database;
  await sql`INSERT INTO log_ends (topic, partition, next_position)
    SELECT 'records', partition, ${BATCHES_EACH} FROM generate_series(0, ${PARTITIONS - 1}::integer) AS partition`.execute(
    connection,
  );
  await sql`INSERT INTO log_batches (topic, partition, base_position, record_count, appended_at, payload)
    SELECT 'records', partition, position, 1, to_timestamp(position), '{}'
    FROM generate_series(0, ${PARTITIONS - 1}::integer) AS partition, generate_series(0, ${BATCHES_EACH - 1}::integer) AS position`.execute(
    connection,
  );
}

/** Rows of the log that were read since the database was made, one way or another. */
async function rowsRead(): Promise<number> {
  const { rows } = await postgres().database.query(async (connection) => {
    await sql`SELECT pg_stat_force_next_flush()`.execute(connection);
    return sql<{ read: bigint }>`
      SELECT (seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint AS read FROM pg_stat_user_tables
      WHERE relname = 'log_batches'`.execute(connection);
  });
  return Number(rows[0]?.read);
}

it('old batches are found without a look at the young ones, however many there are', async () => {
  await fill();
  const retention = createPostgresLogRetention(postgres().database);
  expect(await retention.removeBefore(0, LIMIT)).toBe(0);
  expect(await retention.removeBefore(10_000, LIMIT)).toBe(4 * 10);
  expect(await retention.removeBefore(10_000, LIMIT)).toBe(0);
  // What was removed is fetched twice, and of each partition as much as may be removed at once.
  const most = 2 * 4 * 10 + PARTITIONS * LIMIT + 3 * PARTITIONS;
  await expect.poll(rowsRead, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(await rowsRead()).toBeLessThanOrEqual(most);
});
