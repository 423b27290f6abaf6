import { createMemoryDeadLetters } from '@bourse/memory/memory-dead-letters.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createPostgresDeadLetters } from '@bourse/postgres/log/postgres-dead-letters.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { sql } from 'kysely';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { deadLettersContract } from './dead-letters.contract.ts';

const postgres = databaseOfThisFile();

deadLettersContract('memory', () =>
  Promise.resolve({ deadLetters: createMemoryDeadLetters(), transactions: createMemoryTransactions() }),
);

deadLettersContract('postgres', async () => {
  const { database } = postgres();
  await sql`TRUNCATE dead_letters`.execute(database.sql);
  return { deadLetters: createPostgresDeadLetters(database), transactions: createPostgresTransactions(database) };
});
