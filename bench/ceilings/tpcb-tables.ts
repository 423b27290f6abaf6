import { Client } from 'pg';
import type { ConnectionOptions } from '@bourse/postgres/database.ts';

/** Branches of the bank. */
export const TPCB_SCALE = 10;
/** Each branch has ten tellers, as pgbench has it, … */
export const TELLERS = TPCB_SCALE * 10;
/** … and a hundred thousand accounts. */
export const ACCOUNTS = TPCB_SCALE * 100_000;

/** The database beside Bourse's on the same server that holds what the ceilings write. */
const CEILING_DATABASE = 'ceilings';

/**
 * Makes a database with the standard tables of pgbench, filled at scale 10, on the server that Bourse uses, and answers how to reach it.
 * What `pgbench -i` makes, statement by statement, so that no pgbench is needed.
 */
export async function createTpcbDatabase(server: ConnectionOptions): Promise<ConnectionOptions> {
  await execute(server, [`CREATE DATABASE ${CEILING_DATABASE}`]);
  const connection = { ...server, database: CEILING_DATABASE };
  await execute(connection, STATEMENTS);
  return connection;
}

async function execute(connection: ConnectionOptions, statements: readonly string[]): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

const STATEMENTS = [
  'CREATE TABLE pgbench_branches (bid int NOT NULL, bbalance int, filler char(88)) WITH (fillfactor = 100)',
  'CREATE TABLE pgbench_tellers (tid int NOT NULL, bid int, tbalance int, filler char(84)) WITH (fillfactor = 100)',
  'CREATE TABLE pgbench_accounts (aid int NOT NULL, bid int, abalance int, filler char(84)) WITH (fillfactor = 100)',
  'CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))',
  `INSERT INTO pgbench_branches (bid, bbalance) SELECT bid, 0 FROM generate_series(1, ${TPCB_SCALE}) AS bid`,
  `INSERT INTO pgbench_tellers (tid, bid, tbalance) SELECT tid, (tid - 1) / 10 + 1, 0 FROM generate_series(1, ${TELLERS}) AS tid`,
  `INSERT INTO pgbench_accounts SELECT aid, (aid - 1) / 100000 + 1, 0, '' FROM generate_series(1, ${ACCOUNTS}) AS aid`,
  'ALTER TABLE pgbench_branches ADD PRIMARY KEY (bid)',
  'ALTER TABLE pgbench_tellers ADD PRIMARY KEY (tid)',
  'ALTER TABLE pgbench_accounts ADD PRIMARY KEY (aid)',
  'VACUUM ANALYZE pgbench_branches',
  'VACUUM ANALYZE pgbench_tellers',
  'VACUUM ANALYZE pgbench_accounts',
];
