import { createMemoryTradeQueries } from '@bourse/memory/memory-trade-queries.ts';
import { createMemoryTradeStore } from '@bourse/memory/memory-trade-store.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { createPostgresTradeQueries } from '@bourse/postgres/trades/postgres-trade-queries.ts';
import { createPostgresTradeStore } from '@bourse/postgres/trades/postgres-trade-store.ts';
import { sql } from 'kysely';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { tradeQueriesContract } from './trade-queries.contract.ts';
import type { TradeStoreSubject } from './trade-store.contract.ts';
import { tradeStoreContract } from './trade-store.contract.ts';

const postgres = databaseOfThisFile();

async function openMemory(): Promise<TradeStoreSubject> {
  const store = createMemoryTradeStore();
  return { store, queries: createMemoryTradeQueries(store), transactions: createMemoryTransactions() };
}

async function openPostgres(): Promise<TradeStoreSubject> {
  const { database } = postgres();
  await sql`TRUNCATE trades`.execute(database.sql);
  return {
    store: createPostgresTradeStore(database),
    queries: createPostgresTradeQueries(database),
    transactions: createPostgresTransactions(database),
  };
}

tradeStoreContract('memory', openMemory);
tradeStoreContract('postgres', openPostgres);
tradeQueriesContract('memory', openMemory);
tradeQueriesContract('postgres', openPostgres);
