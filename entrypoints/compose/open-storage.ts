import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import type { Logger, Meter } from '@bourse/application/ports/telemetry.ts';
import type { Offers } from '@bourse/application/processing/direct-appends.ts';
import { createDirectAppends, NO_OFFERS } from '@bourse/application/processing/direct-appends.ts';
import { createToldBatches } from '@bourse/application/processing/told-batches.ts';
import type { ConnectionOptions, Database } from '@bourse/postgres/database.ts';
import { DEFAULT_POOL_LIMITS, openDatabase } from '@bourse/postgres/database.ts';
import type { StartPurpose } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { startEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import type { GroupNews } from '@bourse/postgres/log/group-news.ts';
import { createPostgresLogNotifications } from '@bourse/postgres/log/postgres-log-notifications.ts';
import { migrate } from '@bourse/postgres/migrate.ts';
import type { Settings } from '../config/settings.ts';
import type { OpenedLog } from './open-log.ts';
import { openLog } from './open-log.ts';
import type { OpenedRedis } from './open-redis.ts';
import { openRedis } from './open-redis.ts';

/** The database and the log of one process. */
export interface Storage {
  /** For callers from outside. */
  readonly database: Database;
  /** For the processors, so that a flood of reads cannot starve them of connections. */
  readonly workDatabase: Database;
  readonly log: Log;
  /** Account commands on their way into the log, where one process does everything; otherwise none. */
  readonly offeredCommands: Offers;
  readonly layout: OpenedLog['layout'];
  readonly layouts: OpenedLog['layouts'];
  /** What is on Kafka; null without it. */
  readonly remote: OpenedLog['remote'];
  /** By which processes tell each other and count together; null without Redis. */
  readonly redis: OpenedRedis | null;
  /** What other processes do; absent where there are none. */
  readonly groups: GroupNews | undefined;
  readonly profile: Server['profile'] | 'cluster';
  close(): Promise<void>;
}

/** What every process reads that serves the stream, or somebody who waits. */
const TOLD_TOPICS = [EXECUTIONS_TOPIC];

/** Connections of the processors: one for each consumer, and some for upkeep and audit. */
const WORK_CONNECTIONS = 8;

/**
 * How long is waited for a server that says nothing: callers from outside are answered with 503 then. The processors run statements that take as
 * long as a statement may.
 */
const CALLERS_WAIT_MS = 12_000;
const WORK_WAITS_MS = DEFAULT_POOL_LIMITS.statementTimeoutMs + 5_000;

/** Starts or reaches the database, brings its schema up to date, and opens the log. `process` names this process for the others. */
export async function openStorage(
  settings: Settings,
  process: string,
  { logger, meter }: { readonly logger: Logger; readonly meter: Meter },
): Promise<Storage> {
  const server = await reachServer(settings, logger);
  const onIdleError = (error: Error): void => {
    logger.warn({ err: error }, 'a database connection was lost while nobody used it');
  };
  const database = openDatabase(
    server.connection,
    { ...DEFAULT_POOL_LIMITS, maxSilenceMs: CALLERS_WAIT_MS },
    onIdleError,
  );
  const workDatabase = openDatabase(
    server.connection,
    // A worker that stands still for longer than its lease has lost its partitions; its locks must not keep the next one out.
    {
      ...DEFAULT_POOL_LIMITS,
      maxConnections: WORK_CONNECTIONS,
      idleInTransactionMs: settings.leaseMs,
      maxSilenceMs: WORK_WAITS_MS,
    },
    onIdleError,
  );
  const notifications =
    server.profile === 'embedded' ? undefined : createPostgresLogNotifications(server.connection, process, logger);
  let opened: OpenedLog | undefined;
  let redis: OpenedRedis | null = null;
  const close = async (): Promise<void> => {
    await opened?.close();
    await notifications?.close();
    redis?.close();
    await Promise.all([database.close(), workDatabase.close()]);
    await server.stop();
  };
  try {
    // It may wait for another process that migrates.
    const migrations = await migrate(workDatabase);
    if (migrations.length > 0) logger.info({ migrations }, 'the database schema was brought up to date');
    redis = await openRedis(settings, database, logger);
    const toldBy =
      redis === null || notifications === undefined
        ? notifications
        : createToldBatches(
            notifications,
            { broadcast: redis.broadcast, meter, logger },
            { topics: TOLD_TOPICS, sender: process },
          );
    opened = await openLog(database, settings, toldBy, logger);
    const { log, layout, layouts, remote } = opened;
    const profile = remote === null ? server.profile : 'cluster';
    // Where there are other processes, what one appends is mostly for another to decide.
    const direct = profile === 'embedded' ? createDirectAppends(log, ORDERS_TOPIC, setImmediate) : null;
    return {
      ...{ database, workDatabase, layout, layouts, remote, redis, groups: notifications, profile, close },
      log: direct?.log ?? log,
      offeredCommands: direct?.offers ?? NO_OFFERS,
    };
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

/** The server of DATABASE_URL, or the private one of the data directory. For reading, a disk that is nearly full is no trouble. */
export async function reachServer(settings: Settings, logger: Logger, purpose: StartPurpose = 'work'): Promise<Server> {
  const { databaseUrl, dataDirectory } = settings;
  if (databaseUrl !== null) {
    return { connection: { connectionString: databaseUrl }, profile: 'server', stop: () => Promise.resolve() };
  }
  const embedded = await startEmbeddedPostgres({
    dataDirectory,
    purpose,
    onEvent: ({ kind, message }) => {
      const isAboutRoom = kind === 'disk-nearly-full' || kind === 'disk-not-guarded';
      if (isAboutRoom && purpose !== 'reading') logger.warn({ kind }, message);
      else logger.info({ kind }, message);
    },
  });
  return { connection: embedded.connection, profile: 'embedded', stop: () => embedded.stop() };
}
