import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import type { StartPurpose } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { findRunningEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { createPinoLogger } from '@bourse/telemetry/pino-logger.ts';
import { reachServer } from '../compose/open-storage.ts';
import type { Settings } from '../config/settings.ts';

/** A database that was reached, and how to let it go. */
export interface ReachedDatabase {
  readonly connection: ConnectionOptions;
  stop(): Promise<void>;
}

/**
 * The configured database, for a command beside a Bourse that may be running: a server, the embedded database of the one that runs, or that of
 * one that is stopped, which is started for the purpose.
 */
export async function reachDatabase(settings: Settings, purpose?: StartPurpose): Promise<ReachedDatabase> {
  const running = settings.databaseUrl === null ? await findRunningEmbeddedPostgres(settings.dataDirectory) : undefined;
  if (running !== undefined) return { connection: running, stop: () => Promise.resolve() };
  return reachServer(settings, createPinoLogger('warn'), purpose);
}
