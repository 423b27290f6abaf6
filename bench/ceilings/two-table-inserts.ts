import { Client } from 'pg';
import type { ConnectionOptions } from '@bourse/postgres/database.ts';

const BATCH = 500;
const WRITERS = 2;

/** Rows a second in batches of 500, each batch one transaction that inserts a row into either of two tables for each item. */
export async function measureTwoTableInserts(connection: ConnectionOptions, seconds: number): Promise<number> {
  const clients = Array.from({ length: WRITERS }, () => new Client(connection));
  await Promise.all(clients.map((client) => client.connect()));
  try {
    await clients[0]?.query(TABLES);
    const startMs = performance.now();
    const deadlineMs = startMs + seconds * 1_000;
    const batches = await Promise.all(clients.map((client) => insertUntil(client, deadlineMs)));
    const rows = batches.reduce((sum, count) => sum + count, 0) * BATCH * 2;
    return rows / ((performance.now() - startMs) / 1_000);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS items (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner int NOT NULL, amount bigint NOT NULL, note text NOT NULL);
  CREATE TABLE IF NOT EXISTS entries (owner int NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, amount bigint NOT NULL, note text NOT NULL, PRIMARY KEY (owner, id))`;

async function insertUntil(client: Client, deadlineMs: number): Promise<number> {
  const owners = Array.from({ length: BATCH }, (_, index) => (index * 7_919) % 1_000);
  const amounts = owners.map((owner) => owner * 1_000_000);
  const notes = owners.map((owner) => `row of owner ${owner}, as long as a row of the books is`);
  const values = [owners, amounts, notes];
  const rows = 'SELECT * FROM unnest($1::int[], $2::bigint[], $3::text[])';
  let batches = 0;
  while (performance.now() < deadlineMs) {
    await client.query('BEGIN');
    await client.query({ name: 'items', text: `INSERT INTO items (owner, amount, note) ${rows}`, values });
    await client.query({ name: 'entries', text: `INSERT INTO entries (owner, amount, note) ${rows}`, values });
    await client.query('COMMIT');
    batches += 1;
  }
  return batches;
}
