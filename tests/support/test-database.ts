import { randomUUID } from 'node:crypto';
import type { ConnectionOptions, Database } from '@bourse/postgres/database.ts';
import { sql } from 'kysely';
import { inject } from 'vitest';
import { administer, openTestDatabase, withDatabase } from './test-server.ts';

/** A migrated database that belongs to whoever created it. */
export interface TestDatabase {
  readonly database: Database;
  /** For further pools and other processes. */
  readonly connection: ConnectionOptions;
  /** Closes the pool and removes the database, whoever else is connected to it. */
  drop(): Promise<void>;
}

/** Creates a database with an empty, current schema on the server of this run: the embedded one, or the one of DATABASE_URL. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('testServer');
  const name = `${server.template}_${randomUUID().slice(0, 13).replace('-', '')}`;
  await administer(server, (admin) =>
    sql`CREATE DATABASE ${sql.id(name)} TEMPLATE ${sql.id(server.template)}`.execute(admin.sql),
  );
  const connection = withDatabase(server.connection, name);
  const database = openTestDatabase(connection);
  return {
    database,
    connection,
    async drop() {
      await database.close();
      await administer(server, (admin) => sql`DROP DATABASE ${sql.id(name)} WITH (FORCE)`.execute(admin.sql));
    },
  };
}
