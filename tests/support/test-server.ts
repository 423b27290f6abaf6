import type { ConnectionOptions, Database } from '@bourse/postgres/database.ts';
import { DEFAULT_POOL_LIMITS, openDatabase } from '@bourse/postgres/database.ts';

/** The PostgreSQL server of a test run, as its workers are told of it. */
export interface TestServer {
  /** How to reach the server, in a database that nothing is tested in. */
  readonly connection: ConnectionOptions;
  /** The migrated database that others are copied from; the names of all databases of the run begin with it. */
  readonly template: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly testServer: TestServer;
    /** The file in which contract suites note what they ran. */
    readonly contractResults: string;
    /** The file in which scenarios are noted that were played. */
    readonly scenarioResults: string;
  }
}

/** Connections of one test database: as many workers as cores share the server's fifty. */
const MAX_CONNECTIONS = 6;

/** Opens a database of the server by its name. Connections lost while idle are no error: the database is dropped under them. */
export function openTestDatabase(connection: ConnectionOptions): Database {
  return openDatabase(connection, { ...DEFAULT_POOL_LIMITS, maxConnections: MAX_CONNECTIONS }, () => undefined);
}

/** The same server with another database. */
export function withDatabase(connection: ConnectionOptions, database: string): ConnectionOptions {
  if (connection.connectionString === undefined) return { ...connection, database };
  // The host may be left out where the parameter `host` names the directory of a socket; then this one does not count.
  const url = new URL(connection.connectionString.replace('@/', '@localhost/'));
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}

/** Runs work on the server itself, outside any test database. */
export async function administer<Answer>(
  server: TestServer,
  work: (database: Database) => Promise<Answer>,
): Promise<Answer> {
  const database = openTestDatabase(server.connection);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
