import { createMemoryAccountBooks } from '@bourse/memory/memory-account-books.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import type { JournalRow } from '@bourse/postgres/books/journal-row-codec.ts';
import { journalFromRow, JOURNAL_SELECTION } from '@bourse/postgres/books/journal-row-codec.ts';
import { createPostgresAccountBooks } from '@bourse/postgres/books/postgres-account-books.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { journalTransaction } from '../support/arbitraries.ts';
import { NO_CHANGES, openOrder } from '../support/book-fixtures.ts';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { accountBooksContract } from './account-books.contract.ts';

const postgres = databaseOfThisFile();

accountBooksContract('memory', () => {
  const books = createMemoryAccountBooks();
  return Promise.resolve({
    books,
    transactions: createMemoryTransactions(),
    journalOf: (accountId) =>
      Promise.resolve(books.journal().filter((transaction) => transaction.accountId === accountId)),
  });
});

accountBooksContract('postgres', () => Promise.resolve(openPostgresBooks()));

describe('an order that was stored without the exact value of its fills', () => {
  it('has that of its notionals', async () => {
    const { books, transactions } = openPostgresBooks();
    const stored = openOrder({ filledNotionalMicros: 333_333n, filledValuePicos: 333_333_333_000n });
    await transactions.run((open) => books.save(open, { ...NO_CHANGES, newOrders: [stored] }));
    await sql`UPDATE orders SET filled_value_picos = NULL WHERE id = ${stored.id}`.execute(postgres().database.sql);
    const keys = { accountIds: [], positions: [], cashTransactions: [], partitions: [] };
    const { orders } = await books.load({ ...keys, orders: [stored] });
    expect(orders).toEqual([{ ...stored, filledValuePicos: 333_333_000_000n }]);
  });
});

describe('the journal in the database', () => {
  it.each([
    ['UPDATE', sql`UPDATE journal SET recorded_at_ms = 0`],
    ['UPDATE of no row', sql`UPDATE journal SET hash = hash WHERE false`],
    ['DELETE', sql`DELETE FROM journal`],
    ['TRUNCATE', sql`TRUNCATE journal`],
    ['TRUNCATE together with others', sql`TRUNCATE accounts, journal CASCADE`],
    ['MERGE', sql`MERGE INTO journal USING journal_heads h ON true WHEN MATCHED THEN DELETE`],
    [
      'INSERT that replaces',
      sql`INSERT INTO journal SELECT * FROM journal
      ON CONFLICT (account_id, recorded_at_ms, sequence, partition) DO UPDATE SET hash = journal.hash`,
    ],
  ])('refuses %s, whoever asks', async (_, statement) => {
    const { books, transactions, journalOf } = openPostgresBooks();
    const [transaction] = fc.sample(journalTransaction(), 1);
    const changes = { accounts: [], positions: [], newOrders: [], changedOrders: [], cashTransactions: [], heads: [] };
    await transactions.run((open) => books.save(open, { ...changes, journal: [transaction!] }));
    await expect(statement.execute(postgres().database.sql)).rejects.toThrow('journal is immutable');
    expect(await journalOf(transaction!.accountId)).toEqual([transaction]);
  });
});

function openPostgresBooks() {
  const { database } = postgres();
  return {
    books: createPostgresAccountBooks(database),
    transactions: createPostgresTransactions(database),
    journalOf: async (accountId: string) => {
      const { rows } =
        await sql<JournalRow>`SELECT ${sql.raw(JOURNAL_SELECTION)} FROM journal WHERE account_id = ${accountId}
        ORDER BY recorded_at_ms, sequence`.execute(database.sql);
      return rows.map(journalFromRow);
    },
  };
}
