import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { directoryLayout } from '@bourse/postgres/embedded/directory-layout.ts';
import { findRunningEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { findSocketDirectory, openSocketDirectory } from '@bourse/postgres/embedded/socket-directory.ts';
import { describe, expect, it, vi } from 'vitest';
import { preparedFolder, query, startBourse, startHere, temporaryFolder, useTemporaryFolder } from './harness.ts';

describe('a data directory whose socket path is longer than the system allows', () => {
  it('works, under the same connection details after a restart of the server', async () => {
    const { server, events } = await startHere(await longFolder());
    expect(await query(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    process.kill(server.pid, 'SIGKILL');
    await vi.waitUntil(() => events.some((event) => event.kind === 'restarted'), 30_000);
    expect(await query(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is found from another process', async () => {
    const folder = await longFolder();
    await startBourse(folder).told('started');
    expect(await query((await findRunningEmbeddedPostgres(folder))!, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('keeps no file open after the stop', async () => {
    const folder = await longFolder();
    await (await startHere(folder)).server.stop();
    const before = readdirSync('/proc/self/fd').length;
    await (await startHere(folder)).server.stop();
    expect(readdirSync('/proc/self/fd').length).toBe(before);
  });

  it('is reached through a link where there is no /proc, which is removed afterwards, by the next if need be', () => {
    const layout = directoryLayout(join(temporaryFolder(), longName));
    const temporary = useTemporaryFolder();
    mkdirSync(layout.cluster, { recursive: true });
    openSocketDirectory(layout, 'darwin');
    expect(readdirSync(temporary)).toHaveLength(1);
    const next = openSocketDirectory(layout, 'darwin');
    expect(readdirSync(temporary)).toHaveLength(1);
    expect(next.path.length).toBeLessThan(80);
    expect(findSocketDirectory(layout, 'darwin').path).toBe(next.path);
    mkdirSync(join(next.path, 'reached'));
    expect(readdirSync(layout.cluster)).toEqual(['reached']);
    next.release();
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('a data directory with blanks, quotes, commas and letters of other languages in its name', () => {
  it('works', async () => {
    const folder = await preparedFolder(` it's "quoted", $HOME; 株式 `);
    const { server } = await startHere(folder);
    expect(await query(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

const longName = join('a'.repeat(100), 'b'.repeat(100));

function longFolder(): Promise<string> {
  return preparedFolder(longName);
}
