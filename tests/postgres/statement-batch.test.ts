import { ADVANCE_TEXT, createPostgresLogPositions } from '@bourse/postgres/log/postgres-log-positions.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { createStatementBatch } from '@bourse/postgres/statement-batch.ts';
import { sql } from 'kysely';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';

const postgres = databaseOfThisFile();

async function withBatch(work: (batch: ReturnType<typeof createStatementBatch>) => Promise<void>): Promise<void> {
  const client = await postgres().database.connect();
  try {
    await work(createStatementBatch(client));
  } finally {
    client.release(true);
  }
}

const count = async (table: string): Promise<number> => {
  const { rows } = await postgres().database.query((connection) =>
    sql<{ count: bigint }>`SELECT count(*) FROM ${sql.table(table)}`.execute(connection),
  );
  return Number(rows[0]?.count);
};

it('answers each statement with its own rows, all after the commit', async () => {
  await withBatch(async (batch) => {
    const one = sql<{ n: number }>`SELECT ${1}::integer AS n`.execute(batch.sql);
    const none = sql`CREATE TABLE answered (n integer)`.execute(batch.sql);
    const many = sql<{ n: number }>`SELECT n FROM generate_series(1, ${3}::integer) AS n`.execute(batch.sql);
    const direct = batch.run<{ n: number }>('SELECT $1::integer AS n', [4]);
    await new Promise(setImmediate);
    await batch.send();
    expect((await one).rows).toEqual([{ n: 1 }]);
    expect((await none).rows).toEqual([]);
    expect((await many).rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(await direct).toEqual([{ n: 4 }]);
    expect(await count('answered')).toBe(0);
  });
});

it('undoes the statements before the one that fails, and leaves out those behind it', async () => {
  await postgres().database.query((connection) => sql`CREATE TABLE noted (n integer)`.execute(connection));
  await withBatch(async (batch) => {
    const settled = Promise.allSettled([
      sql`INSERT INTO noted VALUES (${1})`.execute(batch.sql),
      sql`SELECT 1 / ${0}::integer`.execute(batch.sql),
      sql`INSERT INTO noted VALUES (${2})`.execute(batch.sql),
      batch.run('INSERT INTO noted VALUES ($1)', ['3']),
    ]);
    await new Promise(setImmediate);
    const [sent] = await Promise.allSettled([batch.send()]);
    expect(sent).toMatchObject({ status: 'rejected', reason: { code: 'invalid-data' } });
    // All of them fail with the very fault of the one.
    expect(await settled).toEqual([sent, sent, sent, sent]);
  });
  expect(await count('noted')).toBe(0);
});

it('prepares a statement once for each connection, whoever has sent it', async () => {
  const client = await postgres().database.connect();
  try {
    for (const value of [1, 2, 3]) {
      const batch = createStatementBatch(client);
      const asked = sql<{ n: number }>`SELECT ${value}::integer AS n`.execute(batch.sql);
      await new Promise(setImmediate);
      await batch.send();
      expect((await asked).rows).toEqual([{ n: value }]);
    }
    const { rows } = await client.query<{ text: string }>(
      "SELECT statement AS text FROM pg_prepared_statements WHERE statement LIKE '%integer AS n'",
    );
    expect(rows).toHaveLength(1);
  } finally {
    client.release(true);
  }
});

it('takes nothing more once it was sent', async () => {
  await withBatch(async (batch) => {
    await batch.send();
    await expect(sql`SELECT 1`.execute(batch.sql)).rejects.toThrow('after its batch was sent');
    await expect(batch.run('SELECT 1', [])).rejects.toThrow('after its batch was sent');
  });
});

it('ends a transaction of which only a part has come, as of a process that was stopped while it sent', async (context) => {
  const { database, connection } = postgres();
  const version = await database.query((sqlOf) =>
    sql<{ version: number }>`SELECT current_setting('server_version_num')::integer AS version`.execute(sqlOf),
  );
  if (version.rows[0]!.version < 170_000) context.skip('PostgreSQL before 17 has no transaction_timeout');
  const [positions, transactions] = [createPostgresLogPositions(database), createPostgresTransactions(database)];
  const { position, epoch } = await positions.take({ group: 'g', topic: 't', partition: 0 });
  const client = new Client({ ...connection, options: '-c bourse.transaction_timeout=500ms' });
  // It hears answers to what it never asked for, and loses its connection.
  client.on('error', () => undefined);
  const ended = new Promise((resolve) => client.once('end', resolve));
  await client.connect();
  const values = ['g', 't', '{0}', `{${position}}`, `{${position + 1n}}`, `{${epoch}}`];
  client.connection.parse({ name: '', text: ADVANCE_TEXT, types: [] }, true);
  client.connection.bind({ portal: '', statement: '', values }, true);
  client.connection.execute({ portal: '', rows: '0' }, true);
  client.connection.flush();
  await ended;

  const steps = [{ partition: 0, from: position, to: position + 2n, epoch }];
  await transactions.runAtOnce((transaction) => positions.advance(transaction, 'g', 't', steps));
  expect((await positions.positions('g', 't')).get(0)).toBe(position + 2n);
});
