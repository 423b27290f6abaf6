import { DEFAULT_POOL_LIMITS, openDatabase } from '@bourse/postgres/database.ts';
import { migrate } from '@bourse/postgres/migrate.ts';
import { createPinoLogger } from '@bourse/telemetry/pino-logger.ts';
import { reachServer } from '../compose/open-storage.ts';
import { readSettings } from '../config/settings-codec.ts';

/** Brings the schema of the configured database up to date and says what was done. */
export async function migrateDatabase(): Promise<void> {
  const logger = createPinoLogger('warn');
  const server = await reachServer(readSettings(process.env), logger);
  const database = openDatabase(server.connection, DEFAULT_POOL_LIMITS, (error) => {
    logger.warn({ err: error }, 'a database connection was lost');
  });
  try {
    const migrations = await migrate(database);
    console.log(migrations.length === 0 ? 'The schema is up to date.' : `Migrated: ${migrations.join(', ')}.`);
  } finally {
    await database.close();
    await server.stop();
  }
}
