import { randomUUID } from 'node:crypto';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { createPostgresLogNotifications } from '@bourse/postgres/log/postgres-log-notifications.ts';
import { DEFAULT_LOG_LIMITS, openPostgresLog } from '@bourse/postgres/log/postgres-log.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { afterAll } from 'vitest';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { openTestDatabase } from '../support/test-server.ts';
import { openConsumptionStore } from './consumption-store.ts';
import { logConsumptionContract } from './log-consumption.contract.ts';
import type { LogShape } from './log.contract.ts';
import { logContract } from './log.contract.ts';
import { sharedLogContract } from './shared-log.contract.ts';
import { transactionalLogContract } from './transactional-log.contract.ts';

const postgres = databaseOfThisFile();
const others: { close(): Promise<void> }[] = [];
const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

afterAll(async () => {
  for (const other of others) await other.close();
});

const openMemory = (shape: LogShape) =>
  Promise.resolve({ log: createMemoryLog(shape), transactions: createMemoryTransactions() });
const openPostgres = async (shape: LogShape) => ({
  log: await openPostgresLog(postgres().database, shape),
  transactions: createPostgresTransactions(postgres().database),
});

logContract('memory', openMemory);
logContract('postgres', openPostgres);
transactionalLogContract('memory', openMemory);
transactionalLogContract('postgres', openPostgres);

logConsumptionContract('postgres', async (topic, partitions, processes) => {
  const { ownership, ...store } = await openConsumptionStore(postgres().database);
  const logs = await openPostgresLogs({ [topic]: partitions }, processes);
  return { ...store, processes: logs.map((log) => ({ log, ownership })) };
});

/** Each process has its own pool, and its own connection for what it is told. */
function openPostgresLogs(topics: Readonly<Record<string, number>>, processes: number): Promise<readonly Log[]> {
  const open = () => {
    const database = openTestDatabase(postgres().connection);
    const notifications = createPostgresLogNotifications(postgres().connection, randomUUID(), silent);
    others.push(notifications, database);
    return openPostgresLog(database, { ...DEFAULT_LOG_LIMITS, topics, notifications });
  };
  return Promise.all(Array.from({ length: processes }, open));
}

sharedLogContract('postgres', openPostgresLogs);
