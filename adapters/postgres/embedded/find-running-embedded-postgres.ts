import { existsSync, realpathSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { directoryLayout } from './directory-layout.ts';
import type { DirectoryLayout } from './directory-layout.ts';
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
 */
export async function findRunningEmbeddedPostgres(
  dataDirectory: string,
): Promise<EmbeddedPostgresConnection | undefined> {
  if (!existsSync(dataDirectory)) return undefined;
  const layout = directoryLayout(realpathSync(dataDirectory));
  if (!existsSync(layout.cluster)) return undefined;
  const found = process.platform === 'win32' ? { connection: findLoopback(layout), release() {} } : bySocket(layout);
  if (found.connection !== undefined && (await isUsable(found.connection))) return found.connection;
  found.release();
  return undefined;
}

function bySocket(layout: DirectoryLayout): { connection: EmbeddedPostgresConnection; release(): void } {
  const { path, release } = findSocketDirectory(layout);
  const connection = { host: path, port: socketPort, user: bourseName, database: bourseName, ssl: false } as const;
  return { connection, release };
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
