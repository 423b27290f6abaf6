import { Client } from 'pg';
import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import { ACCOUNTS, TELLERS, TPCB_SCALE } from './tpcb-tables.ts';

/** Clients at the same time, as design 4 asks. */
export const TPCB_CLIENTS = 8;

/** TPC-B-like transactions a second that eight clients of `pg`, in this process, get through: pgbench's own script, prepared. */
export async function measureTpcb(connection: ConnectionOptions, seconds: number): Promise<number> {
  const clients = Array.from({ length: TPCB_CLIENTS }, () => new Client(connection));
  await Promise.all(clients.map((client) => client.connect()));
  try {
    const startMs = performance.now();
    const deadlineMs = startMs + seconds * 1_000;
    const counts = await Promise.all(clients.map((client) => transactUntil(client, deadlineMs)));
    return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - startMs) / 1_000);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function transactUntil(client: Client, deadlineMs: number): Promise<number> {
  let count = 0;
  while (performance.now() < deadlineMs) {
    await transact(client);
    count += 1;
  }
  return count;
}

/** The script `tpcb-like` of pgbench (PostgreSQL documentation, pgbench, "What is the Transaction Actually Performed"). */
async function transact(client: Client): Promise<void> {
  const account = draw(1, ACCOUNTS);
  const branch = draw(1, TPCB_SCALE);
  const teller = draw(1, TELLERS);
  const delta = draw(-5_000, 5_000);
  const run = (name: string, text: string, values: readonly number[]) =>
    client.query({ name, text, values: [...values] });
  await client.query('BEGIN');
  await run('account', 'UPDATE pgbench_accounts SET abalance = abalance + $1 WHERE aid = $2', [delta, account]);
  await run('balance', 'SELECT abalance FROM pgbench_accounts WHERE aid = $1', [account]);
  await run('teller', 'UPDATE pgbench_tellers SET tbalance = tbalance + $1 WHERE tid = $2', [delta, teller]);
  await run('branch', 'UPDATE pgbench_branches SET bbalance = bbalance + $1 WHERE bid = $2', [delta, branch]);
  await run(
    'history',
    'INSERT INTO pgbench_history (tid, bid, aid, delta, mtime) VALUES ($1, $2, $3, $4, CURRENT_TIMESTAMP)',
    [teller, branch, account, delta],
  );
  await client.query('END');
}

function draw(min: number, max: number): number {
  return min + Math.floor(Math.random() * (max - min + 1));
}
