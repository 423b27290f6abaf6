import { Migrator } from 'kysely/migration';
import type { Database } from './database.ts';
import { toFault } from './faults.ts';
import { MIGRATIONS } from './migrations/index.ts';

/**
 * Brings the schema up to date and answers the names of the migrations that ran. Safe when several processes start at once: one
 * migrates while the others wait on its lock. Throws the cause when a migration fails; everything before it stays, nothing of it does.
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  const migrator = new Migrator({
    db: database.sql,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw toFault(error);
  return results.map(({ migrationName }) => migrationName);
}
