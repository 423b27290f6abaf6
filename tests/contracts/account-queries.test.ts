import { createMemoryAccountBooks } from '@bourse/memory/memory-account-books.ts';
import { createMemoryAccountQueries } from '@bourse/memory/memory-account-queries.ts';
import { createMemoryMarketStore } from '@bourse/memory/memory-market-store.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createPostgresAccountBooks } from '@bourse/postgres/books/postgres-account-books.ts';
import { createPostgresAccountQueries } from '@bourse/postgres/books/postgres-account-queries.ts';
import { createPostgresCandleStore } from '@bourse/postgres/market/postgres-candle-store.ts';
import { createPostgresMarketStore } from '@bourse/postgres/market/postgres-market-store.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { emptyBooks } from '../support/empty-books.ts';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { accountQueriesContract } from './account-queries.contract.ts';

const postgres = databaseOfThisFile();

accountQueriesContract('memory', () => {
  const books = createMemoryAccountBooks();
  const market = createMemoryMarketStore();
  const queries = createMemoryAccountQueries(books, market);
  return Promise.resolve({ queries, books, market, candles: market, transactions: createMemoryTransactions() });
});

accountQueriesContract('postgres', async () => {
  const { database } = postgres();
  await emptyBooks(database);
  return {
    queries: createPostgresAccountQueries(database),
    books: createPostgresAccountBooks(database),
    market: createPostgresMarketStore(database),
    candles: createPostgresCandleStore(database),
    transactions: createPostgresTransactions(database),
  };
});
