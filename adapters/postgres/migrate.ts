import { Fault } from '@bourse/application/ports/fault.ts';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Database } from './database.ts';
import { toFault } from './faults.ts';
import { MIGRATIONS } from './migrations/index.ts';

/**
 * Brings the schema up to date and answers the names of the migrations that ran. Safe when several processes start at once: one
 * migrates while the others wait on its lock. Throws Fault('invalid-data') for a database of another encoding than UTF8 and for one that a newer
 * Bourse has migrated, and the cause when a migration fails; everything before it stays, nothing of it does.
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  await requireUtf8(database);
  await refuseNewer(database);
  const migrator = new Migrator({
    db: database.sql,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw toFault(error);
  return results.map(({ migrationName }) => migrationName);
}

/** In SQL_ASCII, what a server without a language makes, a text would be cut in the middle of a character; elsewhere many cannot be kept. */
async function requireUtf8(database: Database): Promise<void> {
  const { rows } = await database.query((connection) =>
    sql<{ server_encoding: string }>`SHOW server_encoding`.execute(connection),
  );
  const encoding = rows[0]?.server_encoding;
  if (encoding === 'UTF8') return;
  throw new Fault(
    'invalid-data',
    `The database has the encoding ${encoding}, and Bourse needs UTF8: create another with CREATE DATABASE bourse ENCODING 'UTF8' TEMPLATE template0, and name it in DATABASE_URL.`,
  );
}

/** Migrations go forward only, so what a newer Bourse has done cannot be undone here. */
async function refuseNewer(database: Database): Promise<void> {
  const done = await database.query(async (connection) => {
    const { rows: tables } = await sql`SELECT WHERE to_regclass('kysely_migration') IS NOT NULL`.execute(connection);
    if (tables.length === 0) return [];
    return (await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(connection)).rows;
  });
  const unknown = done.map(({ name }) => name).filter((name) => !Object.hasOwn(MIGRATIONS, name));
  if (unknown.length === 0) return;
  throw new Fault(
    'invalid-data',
    `The database was migrated by a newer Bourse (${unknown.join(', ')}), and migrations go forward only: start that version, or set BOURSE_DATA_DIR or DATABASE_URL to a database of this one.`,
  );
}
