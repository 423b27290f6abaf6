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
export type ServerAnswer = 'ready' | 'not-ready' | 'nobody-listens';

const connectTimeoutMs = 5000;
const settingTimeoutMs = 5000;
const checkpointTimeoutMs = 60_000;

/** Tries to use the database. Throws what no waiting would cure, such as a refused permission. */
export async function askServer(connection: EmbeddedPostgresConnection): Promise<ServerAnswer> {
  return answerOf(() => withClient(connection, (client) => client.query('SELECT 1')));
}

/** The same for the one who starts the server, and who therefore creates the database if it is not there yet. */
export async function prepareDatabase(connection: EmbeddedPostgresConnection): Promise<ServerAnswer> {
  return answerOf(() =>
    withClient({ ...connection, database: 'postgres' }, async (client) => {
      const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [connection.database]);
      if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(connection.database)}`);
    }),
  );
}

/** Whether transactions of new commands are refused to write. Throws when the server does not answer. */
export async function isReadOnly(connection: EmbeddedPostgresConnection): Promise<boolean> {
  return withClient({ ...connection, query_timeout: settingTimeoutMs }, async (client) => {
    const { rows } = await client.query<{ setting: string }>(
      "SELECT setting FROM pg_settings WHERE name = 'default_transaction_read_only'",
    );
    return rows[0]?.setting === 'on';
  });
}

/**
 * Has all connections refuse to write from their next transaction on, or write again; it stays so when the server is restarted. Needs
 * no room in the write-ahead log. Throws when the server does not answer.
 */
export async function setReadOnly(connection: EmbeddedPostgresConnection, readOnly: boolean): Promise<void> {
  await withClient({ ...connection, query_timeout: settingTimeoutMs }, async (client) => {
    await client.query(`ALTER SYSTEM SET default_transaction_read_only = ${readOnly ? 'on' : 'off'}`);
    await client.query('SELECT pg_reload_conf()');
  });
}

/**
 * Takes from the disk what reading may need, so that reads go on when others have taken all the rest. Reading writes too, to the write-ahead
 * log, and the server gives up as a whole where there is no room for that; the log's segments take their room only when they are written.
 * This fills the present one and takes the next one whole, which together need up to 32 MB; then a checkpoint keeps some of those before
 * for later use and gives the others back. Throws when the server does not answer.
 */
export async function takeRoomForReading(connection: EmbeddedPostgresConnection): Promise<void> {
  await withClient({ ...connection, query_timeout: checkpointTimeoutMs }, async (client) => {
    await client.query('SET wal_init_zero = on');
    await client.query('SELECT pg_switch_wal()');
    // Whoever writes into the next segment first makes it.
    await client.query("SELECT pg_logical_emit_message(false, 'bourse', '', true)");
    await client.query('CHECKPOINT');
  });
}

const cannotConnectNow = '57P03';
const noSuchDatabase = '3D000';

async function answerOf(use: () => Promise<unknown>): Promise<ServerAnswer> {
  try {
    await use();
    return 'ready';
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE')) return 'nobody-listens';
    if (hasErrorCode(error, cannotConnectNow, noSuchDatabase) || isCutOff(error)) return 'not-ready';
    throw error;
  }
}

/** pg gives no code to a connection that ends, or does not answer, before it is established. */
function isCutOff(error: unknown): boolean {
  return error instanceof Error && /^(Connection terminated|timeout expired)/.test(error.message);
}

async function withClient<Answer>(
  connection: pg.ClientConfig,
  use: (client: pg.Client) => Promise<Answer>,
): Promise<Answer> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: connectTimeoutMs });
  // A connection that breaks says so here as well; the call that runs, or the next one, fails with it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end();
  }
}
