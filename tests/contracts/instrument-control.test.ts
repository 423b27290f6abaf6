import { createMemoryCatalogue } from '@bourse/memory/memory-catalogue.ts';
import { createMemoryInstrumentControl } from '@bourse/memory/memory-instrument-control.ts';
import { createMemoryMarketStore } from '@bourse/memory/memory-market-store.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createPostgresInstrumentControl } from '@bourse/postgres/market/postgres-instrument-control.ts';
import { createPostgresMarketStore } from '@bourse/postgres/market/postgres-market-store.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { instrumentControlContract } from './instrument-control.contract.ts';

const postgres = databaseOfThisFile();

instrumentControlContract('memory', () => {
  const catalogue = createMemoryCatalogue();
  const market = createMemoryMarketStore(catalogue);
  const control = createMemoryInstrumentControl(catalogue);
  return Promise.resolve({ control, market, transactions: createMemoryTransactions() });
});

instrumentControlContract('postgres', async () => {
  const { database } = postgres();
  const statements = [
    'TRUNCATE instruments',
    'ALTER TABLE instrument_changes DISABLE TRIGGER USER',
    'TRUNCATE instrument_changes',
    'ALTER TABLE instrument_changes ENABLE TRIGGER USER',
  ];
  for (const statement of statements) await sql.raw(statement).execute(database.sql);
  return {
    control: createPostgresInstrumentControl(database),
    market: createPostgresMarketStore(database),
    transactions: createPostgresTransactions(database),
  };
});

it.each([
  'UPDATE instrument_changes SET changed_by = $$',
  'DELETE FROM instrument_changes',
  'TRUNCATE instrument_changes',
])('the table of changes refuses %s', async (statement) => {
  await expect(sql.raw(statement.replace('$$', "''")).execute(postgres().database.sql)).rejects.toThrow('immutable');
});
