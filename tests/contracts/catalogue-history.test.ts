import { createManualClock } from '@bourse/memory/manual-clock.ts';
import { createMemoryCatalogue } from '@bourse/memory/memory-catalogue.ts';
import { createMemoryMarketStore } from '@bourse/memory/memory-market-store.ts';
import { createPostgresCatalogueHistory } from '@bourse/postgres/market/postgres-catalogue-history.ts';
import { createPostgresMarketStore } from '@bourse/postgres/market/postgres-market-store.ts';
import { sql } from 'kysely';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { until } from '../support/until.ts';
import { catalogueHistoryContract } from './catalogue-history.contract.ts';

const postgres = databaseOfThisFile();

catalogueHistoryContract('memory', () => {
  const clock = createManualClock(1_000_000);
  const catalogue = createMemoryCatalogue(() => clock.now());
  return Promise.resolve({
    history: catalogue,
    market: createMemoryMarketStore(catalogue),
    remove: async (symbols) => catalogue.remove(symbols),
    between: () => {
      clock.advance(2);
      return Promise.resolve(clock.now() - 1);
    },
  });
});

catalogueHistoryContract('postgres', async () => {
  const { database } = postgres();
  await sql`TRUNCATE instruments, catalogue_changes`.execute(database.sql);
  const nowMs = async () => {
    const { rows } = await sql<{ ms: bigint }>`
      SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms`.execute(database.sql);
    return Number(rows[0]?.ms);
  };
  return {
    history: createPostgresCatalogueHistory(database),
    market: createPostgresMarketStore(database),
    remove: async (symbols) => {
      await sql`DELETE FROM instruments WHERE symbol = ANY(${symbols})`.execute(database.sql);
    },
    between: async () => {
      const behindMs = (await nowMs()) + 1;
      await until('a later moment', async () => (await nowMs()) > behindMs);
      return behindMs;
    },
  };
});
