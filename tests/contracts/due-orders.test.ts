import { createMemoryAccountBooks } from '@bourse/memory/memory-account-books.ts';
import { createMemoryDueOrders } from '@bourse/memory/memory-due-orders.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createPostgresAccountBooks } from '@bourse/postgres/books/postgres-account-books.ts';
import { createPostgresDueOrders } from '@bourse/postgres/books/postgres-due-orders.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { emptyBooks } from '../support/empty-books.ts';
import { dueOrdersContract } from './due-orders.contract.ts';

const postgres = databaseOfThisFile();

dueOrdersContract('memory', () => {
  const books = createMemoryAccountBooks();
  return Promise.resolve({ due: createMemoryDueOrders(books), books, transactions: createMemoryTransactions() });
});

dueOrdersContract('postgres', async () => {
  const { database } = postgres();
  await emptyBooks(database);
  return {
    due: createPostgresDueOrders(database),
    books: createPostgresAccountBooks(database),
    transactions: createPostgresTransactions(database),
  };
});
