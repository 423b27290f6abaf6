import { createManualClock } from '@bourse/memory/manual-clock.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { createMemoryLogPositions } from '@bourse/memory/memory-log-positions.ts';
import { createMemoryLogRetention } from '@bourse/memory/memory-log-retention.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createPostgresLogPositions } from '@bourse/postgres/log/postgres-log-positions.ts';
import { createPostgresLogRetention } from '@bourse/postgres/log/postgres-log-retention.ts';
import { DEFAULT_LOG_LIMITS, openPostgresLog } from '@bourse/postgres/log/postgres-log.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { sql } from 'kysely';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { until } from '../support/until.ts';
import { logRetentionContract } from './log-retention.contract.ts';

const postgres = databaseOfThisFile();

logRetentionContract('memory', () => {
  const clock = createManualClock(1_000_000);
  const shape = { topics: { records: 2 }, maxWaitingAppends: 1_000, maxValueBytes: 1_000, nowMs: () => clock.now() };
  const log = createMemoryLog(shape);
  const positions = createMemoryLogPositions();
  return Promise.resolve({
    log,
    positions,
    transactions: createMemoryTransactions(),
    retention: createMemoryLogRetention(log, positions),
    topic: 'records',
    between: () => {
      clock.advance(2);
      return Promise.resolve(clock.now() - 1);
    },
  });
});

logRetentionContract('postgres', async () => {
  const { database } = postgres();
  await sql`TRUNCATE log_batches, log_ends, log_positions`.execute(database.sql);
  const nowMs = async () => {
    const { rows } = await sql<{ ms: bigint }>`
      SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms`.execute(database.sql);
    return Number(rows[0]?.ms);
  };
  const writer = await openPostgresLog(database, { ...DEFAULT_LOG_LIMITS, topics: { records: 2 } });
  const reader = await openPostgresLog(database, { ...DEFAULT_LOG_LIMITS, topics: { records: 2 } });
  return {
    // The writer remembers its newest batches for consumers in its process, and would show what was removed.
    log: { ...writer, read: (...wanted: Parameters<typeof reader.read>) => reader.read(...wanted) },
    positions: createPostgresLogPositions(database),
    transactions: createPostgresTransactions(database),
    retention: createPostgresLogRetention(database),
    topic: 'records',
    between: async () => {
      const atMs = (await nowMs()) + 1;
      await until('the next millisecond', async () => (await nowMs()) > atMs);
      return atMs;
    },
  };
});
