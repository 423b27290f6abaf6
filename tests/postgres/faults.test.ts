import { isFault } from '@bourse/application/ports/fault.ts';
import type { Database, Sql } from '@bourse/postgres/database.ts';
import { createPostgresTransactions, sqlOf } from '@bourse/postgres/postgres-transactions.ts';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { openTestDatabase } from '../support/test-server.ts';
import { until } from '../support/until.ts';

const postgres = databaseOfThisFile();

type Run = (database: Database, work: (connection: Sql) => Promise<unknown>) => Promise<unknown>;

const WAYS: readonly (readonly [name: string, run: Run])[] = [
  ['a query', (database, work) => database.query(work)],
  ['a prepared query', (database, work) => database.prepared(({ sql: prepared }) => work(prepared))],
  ['a transaction', (database, work) => createPostgresTransactions(database).run((open) => work(sqlOf(open)))],
  [
    'a transaction that is handed over at once',
    (database, work) => createPostgresTransactions(database).runAtOnce((open) => work(sqlOf(open))),
  ],
];

const isUnavailable = (error: unknown): boolean => isFault(error, 'unavailable');

function notYet(error: unknown): false {
  if (isUnavailable(error)) return false;
  throw error;
}

describe.each(WAYS)('%s', (_, run) => {
  it('throws a bug of the work as it is, so that nobody takes it for trouble with the database', async () => {
    const bug = new Error('a bug');
    const work = async (connection: Sql): Promise<void> => {
      const asked = sql`SELECT 1`.execute(connection);
      asked.catch(() => undefined);
      throw bug;
    };
    await expect(run(postgres().database, work)).rejects.toBe(bug);
  });

  it('is unavailable when its connection is lost, and works again afterwards', async () => {
    const { database } = postgres();
    const lost = run(database, (connection) => sql`SELECT pg_terminate_backend(pg_backend_pid())`.execute(connection));
    await expect(lost).rejects.toSatisfy(isUnavailable);
    // Whoever comes before the loss has been noticed meets it too.
    const again = () => run(database, (connection) => sql`SELECT 1`.execute(connection));
    await until('a connection that works', () => again().then(() => true, notYet));
  });

  it('is unavailable once the database is closed', async () => {
    const database = openTestDatabase(postgres().connection);
    await run(database, (connection) => sql`SELECT 1`.execute(connection));
    await database.close();
    await expect(run(database, (connection) => sql`SELECT 1`.execute(connection))).rejects.toSatisfy(isUnavailable);
  });

  it('is unavailable where nobody listens', async () => {
    const database = openTestDatabase({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'none' });
    await expect(run(database, (connection) => sql`SELECT 1`.execute(connection))).rejects.toSatisfy(isUnavailable);
    await database.close();
  });

  it('throws a wrong statement as the bug that it is, and data that cannot be stored as such', async () => {
    const { database } = postgres();
    const wrong = run(database, (connection) => sql`SELECT nothing FROM nowhere`.execute(connection));
    await expect(wrong).rejects.toSatisfy((error) => !isFault(error, 'unavailable') && !isFault(error, 'invalid-data'));
    const divided = run(database, (connection) => sql`SELECT 1 / ${0}::integer`.execute(connection));
    await expect(divided).rejects.toSatisfy((error) => isFault(error, 'invalid-data'));
  });
});
