import { createMemoryMarketStore } from '@bourse/memory/memory-market-store.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createPostgresMarketStore } from '@bourse/postgres/market/postgres-market-store.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { sql } from 'kysely';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { marketStoreContract } from './market-store.contract.ts';

const postgres = databaseOfThisFile();

marketStoreContract('memory', () =>
  Promise.resolve({ market: createMemoryMarketStore(), transactions: createMemoryTransactions() }),
);

marketStoreContract('postgres', async () => {
  const { database } = postgres();
  await sql`TRUNCATE instruments, prices, candles`.execute(database.sql);
  return { market: createPostgresMarketStore(database), transactions: createPostgresTransactions(database) };
});
