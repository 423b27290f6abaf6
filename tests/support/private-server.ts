import type { Database } from '@bourse/postgres/database.ts';
import type { EmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { startEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { databaseUrl } from './database-url.ts';
import { copyPreparedDatabase } from './prepared-database.ts';
import { createTemporaryDirectory } from './temporary-directory.ts';
import { openTestDatabase } from './test-server.ts';

/** A PostgreSQL server of one test file alone, so that it may be killed and its connections used up. */
export interface PrivateServer {
  /** DATABASE_URL of the processes that work on it. */
  readonly url: string;
  readonly server: EmbeddedPostgres;
  /** For looks into it from the test. */
  readonly database: Database;
  /** Stops the server and removes its files. */
  close(): Promise<void>;
}

/** Starts a server with an empty database. It is restarted whenever it dies. */
export async function startPrivateServer(): Promise<PrivateServer> {
  const directory = await createTemporaryDirectory();
  await copyPreparedDatabase(directory.path);
  const server = await startEmbeddedPostgres({ dataDirectory: directory.path });
  const database = openTestDatabase(server.connection);
  return {
    url: databaseUrl(server.connection),
    server,
    database,
    async close() {
      await database.close();
      await server.stop();
      await directory.remove();
    },
  };
}
