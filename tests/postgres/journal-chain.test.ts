import { isFault } from '@bourse/application/ports/fault.ts';
import { createPostgresAccountBooks } from '@bourse/postgres/books/postgres-account-books.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { expect, it } from 'vitest';
import { depositEntry } from '../support/book-fixtures.ts';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';

const postgres = databaseOfThisFile();

it('refuses a second journal entry at a place of a chain, whosever it is and whenever it was recorded', async () => {
  const { database } = postgres();
  const books = createPostgresAccountBooks(database);
  const transactions = createPostgresTransactions(database);
  const save = (accountId: string, sequence: bigint, recordedAtMs: number) =>
    transactions.run((transaction) =>
      books.save(transaction, {
        accounts: [],
        positions: [],
        newOrders: [],
        changedOrders: [],
        cashTransactions: [],
        journal: [depositEntry({ accountId, sequence, recordedAtMs })],
        heads: [],
      }),
    );
  await save('5f2b7a0c-3a52-4f0e-9d53-0d3f0c6a7b11', 1n, 1_000);
  await expect(save('0b8c6a55-6f5c-4f3e-8f38-1d5b3f6b2a90', 1n, 2_000)).rejects.toSatisfy((error) =>
    isFault(error, 'invalid-data'),
  );
  await save('0b8c6a55-6f5c-4f3e-8f38-1d5b3f6b2a90', 2n, 2_000);
});
