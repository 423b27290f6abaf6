import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { acquireDirectoryLock } from './directory-lock.ts';
import { directoryLayout } from './directory-layout.ts';
import type { DirectoryLayout } from './directory-layout.ts';
import { requireRoom } from './disk-room.ts';
import type { StartPurpose } from './disk-room.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { EmbeddedPostgresListener } from './embedded-postgres-event.ts';
import { guardDisk } from './guard-disk.ts';
import { hasErrorCode } from './has-error-code.ts';
import { initialiseCluster } from './initialise-cluster.ts';
import { keepServerRunning } from './keep-server-running.ts';
import type { KeptServer } from './keep-server-running.ts';
import { openLoopback } from './loopback.ts';
import { makeDirectory } from './make-directory.ts';
import { prepareServerBinaries } from './server-binaries.ts';
import { bourseName } from './server-connection.ts';
import type { EmbeddedPostgresConnection } from './server-connection.ts';
import { createServerDisk } from './server-disk.ts';
import { openServerLog } from './server-log.ts';
import { socketPort } from './server-settings.ts';
import type { ServerListening } from './server-settings.ts';
import { resolveServerUser } from './server-user.ts';
import { openSocketDirectory } from './socket-directory.ts';

export { findRunningEmbeddedPostgres } from './find-running-embedded-postgres.ts';
export type { EmbeddedPostgresConnection } from './server-connection.ts';
export type { StartPurpose } from './disk-room.ts';
export type { EmbeddedPostgresEvent } from './embedded-postgres-event.ts';

/** Where the server's files are and who is told what happens to it. */
export interface EmbeddedPostgresOptions {
  /** BOURSE_DATA_DIR; created if it is not there. The server's files are in its folder `postgres`. */
  readonly dataDirectory: string;
  /** What it is for ('work'); reading needs less room on the disk. */
  readonly purpose?: StartPurpose;
  /**
   * Whether the server is reached by a Unix socket (where the system has them: all but Windows); otherwise by loopback, with a password. It is
   * decided by the first start of a directory, and the same for every other.
   */
  readonly unixSockets?: boolean;
  /** Told about the first start, leftovers of a crash, unexpected deaths, restarts and retries. */
  readonly onEvent?: EmbeddedPostgresListener;
}

/** The private PostgreSQL of one Bourse, running. */
export interface EmbeddedPostgres {
  /** Fits pg's pools and clients, in this process. It stays the same when the server is restarted. */
  readonly connection: EmbeddedPostgresConnection;
  /** Process id of the server; another one after a restart. */
  readonly pid: number;
  /** Shuts the server down, waits until it is gone and gives the directory up. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts the private server of a data directory, creating its files the first time, and keeps it running until `stop`
 * or the end of this process, in whatever way it ends. It does not keep this process from ending.
 *
 * Throws an `EmbeddedPostgresError`; with the code `directory-in-use` when another Bourse has the directory, `disk-full` when its disk has too
 * little room.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const undo: (() => void)[] = [];
  const release = (): void => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) step();
  };
  try {
    return await start(options, undo, release);
  } catch (error) {
    release();
    throw hasErrorCode(error, 'ENOSPC') ? noSpaceLeft(error) : error;
  }
}

async function start(
  options: EmbeddedPostgresOptions,
  undo: (() => void)[],
  release: () => void,
): Promise<EmbeddedPostgres> {
  const { purpose = 'work', unixSockets = process.platform !== 'win32', onEvent = () => undefined } = options;
  if (purpose !== 'work') requireDatabase(options.dataDirectory);
  const layout = prepareRoom(options.dataDirectory);
  const lock = await acquireDirectoryLock(layout, () => {
    requireRoom(layout, purpose);
  });
  undo.push(() => lock.release());
  const log = openServerLog(layout.serverLog, onEvent);
  undo.push(() => log.close());

  const user = resolveServerUser(layout.cluster);
  const site = { layout, user, binaries: await prepareServerBinaries(layout, user), log, onEvent };
  const reached = unixSockets ? undefined : await openLoopback(layout);
  await initialiseCluster(site, { asksPassword: !unixSockets });
  const { connection, listening } = reached ?? reachBySocket(layout, undo);
  const plan = { ...site, connection, listening };
  const server = await keepServerRunning(plan);
  await unlessFull(server, layout, purpose);
  const guard = await guardDisk(createServerDisk(plan), onEvent);

  let stopped: Promise<void> | undefined;
  return {
    connection,
    get pid() {
      return server.pid;
    },
    stop: () => (stopped ??= stopAll()),
  };

  async function stopAll(): Promise<void> {
    await guard.stop();
    await server.stop().finally(release);
  }
}

/** Whoever looks for a database would otherwise create one to find nothing in it. */
function requireDatabase(dataDirectory: string): void {
  const { cluster } = directoryLayout(resolve(dataDirectory));
  if (existsSync(cluster)) return;
  throw new EmbeddedPostgresError(
    'no-database',
    `There is no database in the data directory ${resolve(dataDirectory)}. Set BOURSE_DATA_DIR to the directory of your Bourse, or DATABASE_URL ` +
      'to its server.',
  );
}

/** Also of a disk that is full in a way that statfs(2) does not tell, such as a quota. */
function noSpaceLeft(cause: unknown): EmbeddedPostgresError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new EmbeddedPostgresError(
    'disk-full',
    `A disk that the start needs is full: ${reason}. Make room there, or set BOURSE_DATA_DIR to a directory on another disk; then start again.`,
    { cause },
  );
}

/** A server that took the room to recover from a crash, say, or whose disk others have filled meanwhile, is stopped again. */
async function unlessFull(server: KeptServer, layout: DirectoryLayout, purpose: StartPurpose): Promise<void> {
  try {
    requireRoom(layout, purpose);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function prepareRoom(dataDirectory: string): DirectoryLayout {
  try {
    makeDirectory(dataDirectory);
    const layout = directoryLayout(realpathSync(resolve(dataDirectory)));
    // Where there is no /proc/self/cwd, a server of another user has to go through this folder.
    makeDirectory(layout.room, process.platform === 'linux' ? 0o700 : 0o711);
    return layout;
  } catch (cause) {
    if (hasErrorCode(cause, 'ENOSPC')) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EmbeddedPostgresError(
      'not-permitted',
      `The data directory ${resolve(dataDirectory)} cannot be used: ${reason}. ` +
        'Make it writable for the user that runs Bourse, or set BOURSE_DATA_DIR to another directory.',
      { cause },
    );
  }
}

function reachBySocket(
  layout: DirectoryLayout,
  undo: (() => void)[],
): { readonly connection: EmbeddedPostgresConnection; readonly listening: ServerListening } {
  const directory = openSocketDirectory(layout);
  undo.push(() => directory.release());
  return {
    connection: { host: directory.path, port: socketPort, user: bourseName, database: bourseName, ssl: false },
    listening: {},
  };
}
