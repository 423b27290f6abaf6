import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { createMemoryLogPositions } from '@bourse/memory/memory-log-positions.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createPostgresLogPositions } from '@bourse/postgres/log/postgres-log-positions.ts';
import { DEFAULT_LOG_LIMITS, openPostgresLog } from '@bourse/postgres/log/postgres-log.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { logPositionsContract } from './log-positions.contract.ts';

const postgres = databaseOfThisFile();
let opened = 0;

logPositionsContract('memory', () =>
  Promise.resolve({
    positions: createMemoryLogPositions(),
    transactions: createMemoryTransactions(),
    log: createMemoryLog({ ...DEFAULT_LOG_LIMITS, topics: { effects: 1 } }),
    effects: 'effects',
  }),
);

logPositionsContract('postgres', async () => {
  const { database } = postgres();
  opened += 1;
  const effects = `effects-${opened}`;
  return {
    positions: createPostgresLogPositions(database),
    transactions: createPostgresTransactions(database),
    log: await openPostgresLog(database, { ...DEFAULT_LOG_LIMITS, topics: { [effects]: 1 } }),
    effects,
  };
});
