import { createMemoryRequestOutcomes } from '@bourse/memory/memory-request-outcomes.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { createPostgresRequestOutcomes } from '@bourse/postgres/trades/postgres-request-outcomes.ts';
import { sql } from 'kysely';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { requestOutcomesContract } from './request-outcomes.contract.ts';

const postgres = databaseOfThisFile();

requestOutcomesContract('memory', () =>
  Promise.resolve({ outcomes: createMemoryRequestOutcomes(), transactions: createMemoryTransactions() }),
);

requestOutcomesContract('postgres', async () => {
  const { database } = postgres();
  await sql`TRUNCATE trade_outcomes, trade_request_keys`.execute(database.sql);
  return { outcomes: createPostgresRequestOutcomes(database), transactions: createPostgresTransactions(database) };
});
