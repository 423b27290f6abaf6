import type { Log } from '@bourse/application/ports/log.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { ConnectionOptions, Database } from '@bourse/postgres/database.ts';
import { DEFAULT_POOL_LIMITS, openDatabase } from '@bourse/postgres/database.ts';
import { startEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import type { GroupNews } from '@bourse/postgres/log/log-notifications.ts';
import { createPostgresLogNotifications } from '@bourse/postgres/log/postgres-log-notifications.ts';
import { migrate } from '@bourse/postgres/migrate.ts';
import type { Settings } from '../config/settings.ts';
import type { OpenedLog } from './open-log.ts';
import { openLog } from './open-log.ts';

/** The database and the log of one process. */
export interface Storage {
  /** For callers from outside. */
  readonly database: Database;
  /** For the processors, so that a flood of reads cannot starve them of connections. */
  readonly workDatabase: Database;
  readonly log: Log;
  /** What is on Kafka; null without it. */
  readonly remote: OpenedLog['remote'];
  /** What other processes give back; absent where there are none. */
  readonly groups: GroupNews | undefined;
  readonly profile: Server['profile'] | 'cluster';
  close(): Promise<void>;
}

/** Connections of the processors: one for each consumer, and some for upkeep and audit. */
const WORK_CONNECTIONS = 8;

/** Starts or reaches the database, brings its schema up to date, and opens the log. `process` names this process for the others. */
export async function openStorage(settings: Settings, process: string, logger: Logger): Promise<Storage> {
  const server = await reachServer(settings, logger);
  const onIdleError = (error: Error): void => {
    logger.warn({ err: error }, 'a database connection was lost while nobody used it');
  };
  const database = openDatabase(server.connection, DEFAULT_POOL_LIMITS, onIdleError);
  const workDatabase = openDatabase(
    server.connection,
    // A worker that stands still for longer than its lease has lost its partitions; its locks must not keep the next one out.
    { ...DEFAULT_POOL_LIMITS, maxConnections: WORK_CONNECTIONS, idleInTransactionMs: settings.leaseMs },
    onIdleError,
  );
  const notifications =
    server.profile === 'embedded' ? undefined : createPostgresLogNotifications(server.connection, process, logger);
  let opened: OpenedLog | undefined;
  const close = async (): Promise<void> => {
    await opened?.close();
    await notifications?.close();
    await Promise.all([database.close(), workDatabase.close()]);
    await server.stop();
  };
  try {
    const migrations = await migrate(database);
    if (migrations.length > 0) logger.info({ migrations }, 'the database schema was brought up to date');
    opened = await openLog(database, settings, notifications, logger);
    const { log, remote } = opened;
    const profile = remote === null ? server.profile : 'cluster';
    return { database, workDatabase, log, remote, groups: notifications, profile, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Server {
  readonly connection: ConnectionOptions;
  readonly profile: 'embedded' | 'server';
  stop(): Promise<void>;
}

/** The server of DATABASE_URL, or the private one of the data directory. */
export async function reachServer(settings: Settings, logger: Logger): Promise<Server> {
  const { databaseUrl, dataDirectory } = settings;
  if (databaseUrl !== null) {
    return { connection: { connectionString: databaseUrl }, profile: 'server', stop: () => Promise.resolve() };
  }
  const embedded = await startEmbeddedPostgres({
    dataDirectory,
    onEvent: ({ kind, message }) => {
      logger.info({ kind }, message);
    },
  });
  return { connection: embedded.connection, profile: 'embedded', stop: () => embedded.stop() };
}
