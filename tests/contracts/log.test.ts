import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import type { LogBatch } from '@bourse/application/ports/log.ts';
import type { LogNotifications } from '@bourse/postgres/log/log-notifications.ts';
import { DEFAULT_LOG_LIMITS, openPostgresLog } from '@bourse/postgres/log/postgres-log.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { afterAll } from 'vitest';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { openTestDatabase } from '../support/test-server.ts';
import { logContract } from './log.contract.ts';
import { sharedLogContract } from './shared-log.contract.ts';

const postgres = databaseOfThisFile();
const others: { close(): Promise<void> }[] = [];

afterAll(async () => {
  for (const other of others) await other.close();
});

logContract('memory', (shape) =>
  Promise.resolve({ log: createMemoryLog(shape), transactions: createMemoryTransactions() }),
);

logContract('postgres', async (shape) => ({
  log: await openPostgresLog(postgres().database, shape),
  transactions: createPostgresTransactions(postgres().database),
}));

/** Each process has its own pool; what they tell each other goes through a list of all of them. */
sharedLogContract('postgres', async (topics, processes) => {
  const hints = new Set<(topic: string, partition: number) => void>();
  const open = () => {
    const database = openTestDatabase(postgres().connection);
    others.push(database);
    return openPostgresLog(database, { ...DEFAULT_LOG_LIMITS, topics, notifications: notificationsOver(hints) });
  };
  return Promise.all(Array.from({ length: processes }, open));
});

function notificationsOver(hints: Set<(topic: string, partition: number) => void>): LogNotifications {
  return {
    tell(batches: readonly LogBatch[]) {
      for (const hint of hints) for (const { topic, partition } of batches) hint(topic, partition);
    },
    listen(hint) {
      hints.add(hint);
    },
    close: () => Promise.resolve(),
  };
}
