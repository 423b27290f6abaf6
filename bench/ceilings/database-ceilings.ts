import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import { findPgbench, measurePgbench } from './pgbench.ts';
import { measureTpcb } from './tpcb-node.ts';
import { createTpcbDatabase } from './tpcb-tables.ts';
import { measureTwoTableInserts } from './two-table-inserts.ts';

/** What the server that Bourse uses can do for others while Bourse has nothing to do; each over so many seconds. */
export interface DatabaseCeilings {
  /** TPC-B-like transactions a second, from a client in Node as Bourse is one. */
  tpcb(seconds: number): Promise<number>;
  /** The same of pgbench itself, a client in C; null where there is none. */
  pgbench: ((seconds: number) => Promise<number>) | null;
  /** Rows a second in two tables, in batches. */
  twoTableInserts(seconds: number): Promise<number>;
}

/** Makes a database for the ceilings on that server. */
export async function openDatabaseCeilings(server: ConnectionOptions): Promise<DatabaseCeilings> {
  const connection = await createTpcbDatabase(server);
  const program = findPgbench();
  return {
    tpcb: (seconds) => measureTpcb(connection, seconds),
    pgbench: program === undefined ? null : (seconds) => measurePgbench(program, connection, seconds),
    twoTableInserts: (seconds) => measureTwoTableInserts(connection, seconds),
  };
}
