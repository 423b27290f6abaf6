import pg from 'pg';
import { hasErrorCode } from './has-error-code.ts';

/** How to connect to the private server: fields of the configuration of a `pg` pool or client. */
export interface EmbeddedPostgresConnection {
  /** A directory with a Unix socket, or 127.0.0.1. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Only where the server listens on loopback. */
  readonly password?: string;
  readonly database: string;
  /** There is nothing to encrypt on one machine; said aloud so that PGSSLMODE in the environment does not ask for it. */
  readonly ssl: false;
}

/** The superuser of the private server and the name of Bourse's database in it. */
export const bourseName = 'bourse';

/** What a server answers to somebody who wants to use its database. */
export type ServerAnswer = 'ready' | 'no-database' | 'not-ready' | 'nobody-listens';

const connectTimeoutMs = 5000;

/** Tries to use the database. Throws what no waiting would cure, such as a refused permission. */
export async function askServer(connection: EmbeddedPostgresConnection): Promise<ServerAnswer> {
  try {
    await query(connection, 'SELECT 1');
    return 'ready';
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE')) return 'nobody-listens';
    if (hasErrorCode(error, cannotConnectNow) || isCutOff(error)) return 'not-ready';
    if (hasErrorCode(error, invalidCatalogName)) return 'no-database';
    throw error;
  }
}

/** Creates Bourse's database in a server that answers `no-database`. */
export async function createDatabase(connection: EmbeddedPostgresConnection): Promise<void> {
  await query({ ...connection, database: 'postgres' }, `CREATE DATABASE ${connection.database}`);
}

const cannotConnectNow = '57P03';
const invalidCatalogName = '3D000';

/** pg gives no code to a connection that ends, or does not answer, before it is established. */
function isCutOff(error: unknown): boolean {
  return error instanceof Error && /^(Connection terminated|timeout expired)/.test(error.message);
}

async function query(connection: EmbeddedPostgresConnection, text: string): Promise<void> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: connectTimeoutMs });
  // A connection that breaks outside of a call says so here too; the call that follows or runs fails with it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(text);
  } finally {
    await client.end();
  }
}
