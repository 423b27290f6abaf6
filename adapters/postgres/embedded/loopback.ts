import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { DirectoryLayout } from './directory-layout.ts';
import { hasErrorCode } from './has-error-code.ts';
import { bourseName } from './server-connection.ts';
import type { EmbeddedPostgresConnection } from './server-connection.ts';
import type { ServerListening } from './server-settings.ts';

/** How a server without Unix sockets is reached. */
export interface Loopback {
  readonly connection: EmbeddedPostgresConnection;
  readonly listening: ServerListening;
}

/**
 * For the owner of the server, where there are no Unix sockets: a free port of loopback, noted for others, and a random
 * password that is made once for each directory and kept in it.
 */
export async function openLoopback(layout: DirectoryLayout): Promise<Loopback> {
  const password = readIfThere(layout.password) ?? randomBytes(32).toString('hex');
  writeFileSync(layout.password, password, { mode: 0o600 });
  const port = await freePort();
  writeFileSync(layout.port, String(port));
  return { connection: loopbackConnection(port, password), listening: { loopbackPort: port } };
}

/** For others: how the server was reached when it was started last, or undefined if it never was. */
export function findLoopback(layout: DirectoryLayout): EmbeddedPostgresConnection | undefined {
  const password = readIfThere(layout.password);
  const port = readIfThere(layout.port);
  return password === undefined || port === undefined ? undefined : loopbackConnection(Number(port), password);
}

function loopbackConnection(port: number, password: string): EmbeddedPostgresConnection {
  return { host: '127.0.0.1', port, user: bourseName, password, database: bourseName, ssl: false };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') {
        reject(new Error('the system gave no port'));
        return;
      }
      server.close(() => resolve(address.port));
    });
  });
}
