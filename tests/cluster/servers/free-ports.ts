import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { Server } from 'node:net';

/**
 * Below the ports that systems give to connections that go out (from 32,768 on Linux): while a server is down that its clients look for all the
 * time, one of them could be given the port of the server itself.
 */
const LOWEST = 15_000;
const HIGHEST = 32_000;
const TRIES = 100;

/** Ports of the loopback address that were free a moment ago, all different, and that no outgoing connection is given. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  return Promise.all(servers.map(close));
}

async function listen(): Promise<Server> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const server = await listenAt(randomInt(LOWEST, HIGHEST));
    if (server !== undefined) return server;
  }
  throw new Error(`no port from ${LOWEST} to ${HIGHEST} was free in ${TRIES} tries`);
}

/** Undefined when somebody else has the port. */
function listenAt(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function close(server: Server): Promise<number> {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server listens on no port');
  return new Promise((resolve) => server.close(() => resolve(address.port)));
}
