import { createPostgresTransactions, sqlOf } from '@bourse/postgres/postgres-transactions.ts';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';

const postgres = databaseOfThisFile();

/** So many round trips of others that one who does not wait has long gone through. */
const ROUND_TRIPS = 20;

it('lets no transaction in order overtake one that is still under way when one between them failed', async () => {
  const { database } = postgres();
  await sql`CREATE TABLE arrivals (name text NOT NULL)`.execute(database.sql);
  const transactions = createPostgresTransactions(database);
  const line = transactions.inOrder();
  const held = Promise.withResolvers<undefined>();
  const hasLock = Promise.withResolvers<undefined>();
  const holder = transactions.run(async (transaction) => {
    await sql`SELECT pg_advisory_xact_lock(1)`.execute(sqlOf(transaction));
    hasLock.resolve(undefined);
    await held.promise;
  });
  await hasLock.promise;
  const first = line.runAtOnce(async (transaction) => {
    await Promise.all([
      sql`SELECT pg_advisory_xact_lock(1)`.execute(sqlOf(transaction)),
      sql`INSERT INTO arrivals VALUES ('first')`.execute(sqlOf(transaction)),
    ]);
  });
  await expect(line.runAtOnce(() => Promise.reject(new RangeError('refused')))).rejects.toThrow('refused');
  const behind = line.runAtOnce(async (transaction) => {
    const { rows } = await sql<{ name: string }>`SELECT name FROM arrivals`.execute(sqlOf(transaction));
    return rows;
  });
  for (let trip = 0; trip < ROUND_TRIPS; trip += 1) await database.ping();
  held.resolve(undefined);
  await Promise.all([holder, first]);
  expect(await behind).toEqual([{ name: 'first' }]);
});
