import { isFault } from '@bourse/application/ports/fault.ts';
import type { Database, Sql } from '@bourse/postgres/database.ts';
import { createPostgresTransactions, sqlOf, statementsOf } from '@bourse/postgres/postgres-transactions.ts';
import type { Statements } from '@bourse/postgres/statements.ts';
import { CompiledQuery } from 'kysely';
import { describe, expect, it } from 'vitest';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { openTestDatabase } from '../support/test-server.ts';
import { until } from '../support/until.ts';

const postgres = databaseOfThisFile();

/** Asks for one statement. */
type Ask = (text: string, values?: readonly unknown[]) => Promise<unknown>;
type Run = (database: Database, work: (ask: Ask) => Promise<unknown>) => Promise<unknown>;

const built =
  (connection: Sql): Ask =>
  (text, values = []) =>
    connection.executeQuery(CompiledQuery.raw(text, [...values]));
const direct =
  (statements: Statements): Ask =>
  (text, values = []) =>
    statements.run(text, values);

const WAYS: readonly (readonly [name: string, run: Run])[] = [
  ['a query', (database, work) => database.query((connection) => work(built(connection)))],
  ['a prepared query', (database, work) => database.prepared(({ sql }) => work(built(sql)))],
  ['a prepared statement', (database, work) => database.prepared((statements) => work(direct(statements)))],
  ['a transaction', (database, work) => createPostgresTransactions(database).run((open) => work(built(sqlOf(open))))],
  [
    'a statement of a transaction',
    (database, work) => createPostgresTransactions(database).run((open) => work(direct(statementsOf(open)))),
  ],
  [
    'a transaction that is handed over at once',
    (database, work) => createPostgresTransactions(database).runAtOnce((open) => work(built(sqlOf(open)))),
  ],
  [
    'a statement of a transaction that is handed over at once',
    (database, work) => createPostgresTransactions(database).runAtOnce((open) => work(direct(statementsOf(open)))),
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
    const work = async (ask: Ask): Promise<void> => {
      const asked = ask('SELECT 1');
      asked.catch(() => undefined);
      throw bug;
    };
    await expect(run(postgres().database, work)).rejects.toBe(bug);
  });

  it('is unavailable when its connection is lost, and works again afterwards', async () => {
    const { database } = postgres();
    const lost = run(database, (ask) => ask('SELECT pg_terminate_backend(pg_backend_pid())'));
    await expect(lost).rejects.toSatisfy(isUnavailable);
    // Whoever comes before the loss has been noticed meets it too.
    const again = () => run(database, (ask) => ask('SELECT 1'));
    await until('a connection that works', () => again().then(() => true, notYet));
  });

  it('is unavailable once the database is closed', async () => {
    const database = openTestDatabase(postgres().connection);
    await run(database, (ask) => ask('SELECT 1'));
    await database.close();
    await expect(run(database, (ask) => ask('SELECT 1'))).rejects.toSatisfy(isUnavailable);
  });

  it('is unavailable where nobody listens', async () => {
    const database = openTestDatabase({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'none' });
    await expect(run(database, (ask) => ask('SELECT 1'))).rejects.toSatisfy(isUnavailable);
    await database.close();
  });

  it('throws a wrong statement as the bug that it is, and data that cannot be stored as such', async () => {
    const { database } = postgres();
    const wrong = run(database, (ask) => ask('SELECT nothing FROM nowhere'));
    await expect(wrong).rejects.toSatisfy((error) => !isFault(error, 'unavailable') && !isFault(error, 'invalid-data'));
    const divided = run(database, (ask) => ask('SELECT 1 / $1::integer', [0]));
    await expect(divided).rejects.toSatisfy((error) => isFault(error, 'invalid-data'));
  });
});
