import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import { createMemoryPartitionOwnership } from '@bourse/memory/memory-partition-ownership.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { createPostgresLogNotifications } from '@bourse/postgres/log/postgres-log-notifications.ts';
import { createPostgresPartitionOwnership } from '@bourse/postgres/log/postgres-partition-ownership.ts';
import { afterAll } from 'vitest';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { partitionOwnershipContract } from './partition-ownership.contract.ts';

const postgres = databaseOfThisFile();
const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
let news: ReturnType<typeof createPostgresLogNotifications> | undefined;

afterAll(() => news?.close());

partitionOwnershipContract('memory', (leaseMs) => {
  const clock = createManualClock(0);
  return Promise.resolve({
    ownership: createMemoryPartitionOwnership(clock, leaseMs),
    passTime: () => Promise.resolve(clock.advance(leaseMs / 10)),
  });
});

partitionOwnershipContract('postgres', (leaseMs) => {
  news ??= createPostgresLogNotifications(postgres().connection, randomUUID(), silent);
  return Promise.resolve({
    ownership: createPostgresPartitionOwnership(postgres().database, leaseMs, news),
    passTime: () => sleep(leaseMs / 10),
  });
});
