import { createMemoryMarketStore } from '@bourse/memory/memory-market-store.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createPostgresCandleStore } from '@bourse/postgres/market/postgres-candle-store.ts';
import { createPostgresMarketStore } from '@bourse/postgres/market/postgres-market-store.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { sql } from 'kysely';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { candleStoreContract } from './candle-store.contract.ts';

const postgres = databaseOfThisFile();

candleStoreContract('memory', () => {
  const market = createMemoryMarketStore();
  return Promise.resolve({ candles: market, market, transactions: createMemoryTransactions() });
});

candleStoreContract('postgres', async () => {
  const { database } = postgres();
  await sql`TRUNCATE prices, candles`.execute(database.sql);
  return {
    candles: createPostgresCandleStore(database),
    market: createPostgresMarketStore(database),
    transactions: createPostgresTransactions(database),
  };
});
