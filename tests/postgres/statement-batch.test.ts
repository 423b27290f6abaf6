import { createStatementBatch } from '@bourse/postgres/statement-batch.ts';
import { sql } from 'kysely';
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
    await new Promise(setImmediate);
    await batch.send();
    expect((await one).rows).toEqual([{ n: 1 }]);
    expect((await none).rows).toEqual([]);
    expect((await many).rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
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
    ]);
    await new Promise(setImmediate);
    await expect(batch.send()).rejects.toThrow('division by zero');
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
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
  });
});
