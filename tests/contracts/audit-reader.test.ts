import { createMemoryAccountBooks } from '@bourse/memory/memory-account-books.ts';
import { createMemoryAuditReader } from '@bourse/memory/memory-audit-reader.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createPostgresAuditReader } from '@bourse/postgres/audit/postgres-audit-reader.ts';
import { createPostgresAccountBooks } from '@bourse/postgres/books/postgres-account-books.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { emptyBooks } from '../support/empty-books.ts';
import { auditReaderContract } from './audit-reader.contract.ts';

const postgres = databaseOfThisFile();

auditReaderContract('memory', () => {
  const books = createMemoryAccountBooks();
  return Promise.resolve({ reader: createMemoryAuditReader(books), books, transactions: createMemoryTransactions() });
});

auditReaderContract('postgres', async () => {
  const { database } = postgres();
  await emptyBooks(database);
  return {
    reader: createPostgresAuditReader(database),
    books: createPostgresAccountBooks(database),
    transactions: createPostgresTransactions(database),
  };
});
