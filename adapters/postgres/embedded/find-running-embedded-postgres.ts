import { realpathSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { directoryLayout } from './directory-layout.ts';
import type { DirectoryLayout } from './directory-layout.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { hasErrorCode } from './has-error-code.ts';
import { findLoopback } from './loopback.ts';
import { askServer, bourseName } from './server-connection.ts';
import type { EmbeddedPostgresConnection } from './server-connection.ts';
import { socketPort } from './server-settings.ts';
import { findSocketDirectory } from './socket-directory.ts';

const startingTimeoutMs = 30_000;

/**
 * How to connect to the private server of a directory that another process is running, for commands beside it; undefined
 * when none is running. A server that is just starting is waited for, up to half a minute. Starts nothing and changes
 * nothing. The connection is good in this process; where the path is long it costs one file descriptor until its end.
 *
 * Throws `not-permitted` where the directory belongs to another user.
 */
export async function findRunningEmbeddedPostgres(
  dataDirectory: string,
): Promise<EmbeddedPostgresConnection | undefined> {
  try {
    const layout = layoutIfThere(dataDirectory);
    return layout === undefined ? undefined : await find(layout);
  } catch (cause) {
    if (!hasErrorCode(cause, 'EACCES', 'EPERM')) throw cause;
    throw new EmbeddedPostgresError(
      'not-permitted',
      `The database in ${dataDirectory} may only be used by the user that runs its Bourse. Do this as that user or as root.`,
      { cause },
    );
  }
}

function layoutIfThere(dataDirectory: string): DirectoryLayout | undefined {
  try {
    const layout = directoryLayout(realpathSync(dataDirectory));
    return statSync(layout.cluster).isDirectory() ? layout : undefined;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function find(layout: DirectoryLayout): Promise<EmbeddedPostgresConnection | undefined> {
  const loopback = findLoopback(layout);
  if (loopback !== undefined) return (await isUsable(loopback)) ? loopback : undefined;
  if (process.platform === 'win32') return undefined;
  const directory = findSocketDirectory(layout);
  const connection: EmbeddedPostgresConnection = {
    host: directory.path,
    port: socketPort,
    user: bourseName,
    database: bourseName,
    ssl: false,
  };
  if (await isUsable(connection)) return connection;
  directory.release();
  return undefined;
}

async function isUsable(connection: EmbeddedPostgresConnection): Promise<boolean> {
  const deadline = performance.now() + startingTimeoutMs;
  for (;;) {
    const answer = await askServer(connection);
    if (answer === 'ready') return true;
    if (answer === 'nobody-listens' || performance.now() > deadline) return false;
    await delay(50);
  }
}
