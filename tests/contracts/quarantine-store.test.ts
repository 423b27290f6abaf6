import { createMemoryQuarantineStore } from '@bourse/memory/memory-quarantine-store.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createPostgresQuarantineStore } from '@bourse/postgres/market/postgres-quarantine-store.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { sql } from 'kysely';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { quarantineStoreContract } from './quarantine-store.contract.ts';

const postgres = databaseOfThisFile();

quarantineStoreContract('memory', () =>
  Promise.resolve({ quarantine: createMemoryQuarantineStore(), transactions: createMemoryTransactions() }),
);

quarantineStoreContract('postgres', async () => {
  const { database } = postgres();
  await sql`TRUNCATE quarantined_prices`.execute(database.sql);
  return { quarantine: createPostgresQuarantineStore(database), transactions: createPostgresTransactions(database) };
});
