import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { startBourse } from '../support/bourse-process.ts';
import { leftovers } from '../support/leftovers.ts';
import { createTemporaryDirectory } from '../support/temporary-directory.ts';
import { until } from '../support/until.ts';

const later = leftovers();

async function emptyDirectory(): Promise<string> {
  const directory = await createTemporaryDirectory();
  later(() => directory.remove());
  return directory.path;
}

/** A server that takes connections and never says a word. */
async function silentServer(): Promise<{ readonly port: number; readonly connections: readonly Socket[] }> {
  const connections: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    connections.push(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  later(() => {
    for (const socket of connections) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, connections };
}

// All at once: most of the time is that of a patience with the silent server.
describe.concurrent.each(['SIGTERM', 'SIGINT'] as const)('%s before the start is done', (signal) => {
  it('ends it cleanly while its database is being made, and leaves no server behind', async () => {
    const directory = await emptyDirectory();
    const environment = { BOURSE_DATA_DIR: directory, BOURSE_PORT: '0' };
    const early = startBourse(['start'], environment);
    later(() => early.kill());
    await until('the start to begin with the database', () => existsSync(path.join(directory, 'postgres')));
    early.signal(signal);
    expect(await early.ended, early.output()).toEqual({ code: 0, signal: null });
    expect(early.output()).not.toContain('bourse is up');
    expect(existsSync(path.join(directory, 'postgres/cluster/postmaster.pid'))).toBe(false);

    const next = startBourse(['start'], environment);
    later(() => next.kill());
    expect(await next.up()).toMatch(/^http:/);
  });

  it('ends it cleanly while it waits for a server that says nothing', async () => {
    const { port, connections } = await silentServer();
    const early = startBourse(['worker'], {
      BOURSE_DATA_DIR: await emptyDirectory(),
      DATABASE_URL: `postgresql://bourse@127.0.0.1:${port}/bourse`,
    });
    later(() => early.kill());
    await until('a connection', () => connections.length > 0);
    early.signal(signal);
    expect(await early.ended, early.output()).toEqual({ code: 0, signal: null });
    expect(early.output()).toContain('bourse has stopped before it had started');
  });
});
