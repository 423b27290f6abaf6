import { createPostgresDeadLetters } from '@bourse/postgres/log/postgres-dead-letters.ts';
import { createPostgresLogPositions } from '@bourse/postgres/log/postgres-log-positions.ts';
import { createPostgresPartitionOwnership } from '@bourse/postgres/log/postgres-partition-ownership.ts';
import { createPostgresTransactions, sqlOf } from '@bourse/postgres/postgres-transactions.ts';
import type { Database } from '@bourse/postgres/database.ts';
import { sql } from 'kysely';
import type { LogConsumptionSubject } from './log-consumption.contract.ts';
import { CONSUMPTION_LEASE_MS } from './log-consumption.contract.ts';

/** What consumers keep in PostgreSQL, with a new, empty table for their effects. Dead letters of before are removed. */
export async function openConsumptionStore(
  database: Database,
): Promise<Omit<LogConsumptionSubject, 'processes'> & Pick<LogConsumptionSubject['processes'][number], 'ownership'>> {
  await database.query((connection) =>
    sql`CREATE TABLE IF NOT EXISTS consumed (id bigint GENERATED ALWAYS AS IDENTITY, content text NOT NULL)`.execute(
      connection,
    ),
  );
  await database.query((connection) => sql`TRUNCATE consumed, dead_letters`.execute(connection));
  return {
    positions: createPostgresLogPositions(database),
    transactions: createPostgresTransactions(database),
    deadLetters: createPostgresDeadLetters(database),
    ownership: createPostgresPartitionOwnership(database, CONSUMPTION_LEASE_MS),
    effects: {
      async save(transaction, texts) {
        await sql`INSERT INTO consumed (content) SELECT * FROM unnest(${[...texts]}::text[])`.execute(
          sqlOf(transaction),
        );
      },
      async committed() {
        const { rows } = await database.query((connection) =>
          sql<{ content: string }>`SELECT content FROM consumed ORDER BY id`.execute(connection),
        );
        return rows.map(({ content }) => content);
      },
    },
  };
}
