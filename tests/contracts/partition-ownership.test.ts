import { setTimeout as sleep } from 'node:timers/promises';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import { createMemoryPartitionOwnership } from '@bourse/memory/memory-partition-ownership.ts';
import { createPostgresPartitionOwnership } from '@bourse/postgres/log/postgres-partition-ownership.ts';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { partitionOwnershipContract } from './partition-ownership.contract.ts';

const postgres = databaseOfThisFile();

partitionOwnershipContract('memory', (leaseMs) => {
  const clock = createManualClock(0);
  return Promise.resolve({
    ownership: createMemoryPartitionOwnership(clock, leaseMs),
    passTime: () => Promise.resolve(clock.advance(leaseMs / 10)),
  });
});

partitionOwnershipContract('postgres', (leaseMs) =>
  Promise.resolve({
    ownership: createPostgresPartitionOwnership(postgres().database, leaseMs),
    passTime: () => sleep(leaseMs / 10),
  }),
);
