import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EmbeddedPostgresConnection } from '@bourse/postgres/embedded/embedded-postgres.ts';
import {
  descendantsOf,
  killTogether,
  preparedFolder,
  query,
  runs,
  startBourse,
  startHere,
  temporaryFolder,
  until,
} from './harness.ts';
import type { BourseProcess } from './harness.ts';

describe('when Bourse is killed', () => {
  it('leaves no server behind', async () => {
    const bourse = startBourse(await preparedFolder());
    await bourse.told('started');
    const processes = descendantsOf(bourse.pid);
    expect(processes.length).toBeGreaterThan(4);
    bourse.child.kill('SIGKILL');
    // Not by the signals of last resort, which come after 20 seconds.
    await until('the end of the server', () => !processes.some(runs), 15_000);
  });

  it('starts again at once on the same directory, with all that was committed', async () => {
    const folder = await preparedFolder();
    const first = startBourse(folder);
    const { connection } = await first.told('started');
    await commitRow(connection!);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await startBourse(folder).told('started');
    expect(await query(second.connection!, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
  });

  it('starts again at once when its server and all others were killed with it', async () => {
    const folder = await preparedFolder();
    for (const round of [1, 2, 3]) {
      const bourse = startBourse(folder);
      const { connection } = await bourse.told('started');
      if (round === 1) await commitRow(connection!);
      expect(await query(connection!, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
      killTogether(bourse.pid, ...descendantsOf(bourse.pid));
      await bourse.ended;
      expect(existsSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'))).toBe(true);
    }
    await startBourse(folder).told('started');
  });

  it('ends a server that lost its supervisor as well, and starts its own', async () => {
    const folder = await preparedFolder();
    const first = startBourse(folder);
    const { serverPid } = await first.told('started');
    const supervisors = descendantsOf(first.pid).filter((pid) => nameOf(pid) === 'sh');
    killTogether(first.pid, ...supervisors);
    await first.ended;
    expect(runs(serverPid!)).toBe(true);
    const second = startBourse(folder);
    await second.told('started');
    expect(runs(serverPid!)).toBe(false);
    expect(eventKinds(second)).toEqual(['ending-leftover-server']);
  });

  it('starts anew when it was killed while it created the database files', async () => {
    const folder = temporaryFolder();
    const first = startBourse(folder);
    const room = join(folder, 'postgres');
    await until('half-made files', () => filesOfUnfinished(room) > 5);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(existsSync(join(room, 'cluster'))).toBe(false);
    const second = startBourse(folder);
    await second.told('started');
    expect(readdirSync(room).filter((name) => name.startsWith('initialising-'))).toEqual([]);
  });
});

describe('a lock file of a dead server', () => {
  it.each(['alive', 'dead but never collected'])(
    'does not keep the next from starting when its number is %s',
    async (how) => {
      const folder = await preparedFolder();
      const { server } = await startHere(folder);
      const lockFile = join(folder, 'postgres', 'cluster', 'postmaster.pid');
      const socketLock = join(folder, 'postgres', 'cluster', '.s.PGSQL.5432.lock');
      const [text, socketText] = [readFileSync(lockFile, 'utf8'), readFileSync(socketLock, 'utf8')];
      const { uid, gid } = statSync(lockFile);
      await server.stop();
      const pid = await strangerOf({ uid, gid }, how === 'alive');
      writeFileSync(lockFile, text.replace(/^\d+/, String(pid)));
      writeFileSync(socketLock, socketText.replace(/^\d+/, String(pid)));
      const again = await startHere(folder);
      expect(await query(again.server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    },
  );
});

describe('when the server dies', () => {
  it('restarts it under the same connection details, and tells', async () => {
    const { server, events } = await startHere(await preparedFolder());
    await commitRow(server.connection);
    const { connection, pid } = server;
    process.kill(pid, 'SIGKILL');
    await until('the restart', () => events.some((event) => event.kind === 'restarted'));
    expect(server.pid).not.toBe(pid);
    expect(server.connection).toBe(connection);
    expect(await query(connection, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
    expect(events.map((event) => event.kind).filter((kind) => kind !== 'ending-leftover-server')).toEqual([
      'server-died',
      'restarted',
    ]);
    expect(events.find((event) => event.kind === 'server-died')?.message).toContain('(signal 9)');
  });

  it('restarts it when its supervisor was killed', async () => {
    const bourse = startBourse(await preparedFolder());
    const { serverPid, connection } = await bourse.told('started');
    const [supervisor] = descendantsOf(bourse.pid);
    process.kill(supervisor!, 'SIGKILL');
    await until('the restart', () => eventKinds(bourse).includes('restarted'));
    expect(runs(serverPid!)).toBe(false);
    expect(await query(connection!, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('tries again until it can start, and stops at once when it is told to meanwhile', async () => {
    const folder = await preparedFolder();
    const { server, events } = await startHere(folder);
    const configuration = join(folder, 'postgres', 'cluster', 'postgresql.conf');
    const text = readFileSync(configuration, 'utf8');
    writeFileSync(configuration, 'no_such_setting = 1\n');
    process.kill(server.pid, 'SIGKILL');
    const failures = (): number => events.filter((event) => event.kind === 'restart-failed').length;
    await until('failed restarts', () => failures() >= 2);
    writeFileSync(configuration, text);
    await until('the restart', () => events.some((event) => event.kind === 'restarted'));

    writeFileSync(configuration, 'no_such_setting = 1\n');
    process.kill(server.pid, 'SIGKILL');
    const before = failures();
    await until('another failed restart', () => failures() > before);
    await server.stop();
    const after = events.length;
    await startBourse(folder).told('refused');
    expect(events.length).toBe(after);
  });
});

describe('when Bourse is asked to end', () => {
  it('by Ctrl-C in the terminal, the server runs until it has finished its work', async () => {
    const bourse = startBourse(await preparedFolder());
    const { serverPid } = await bourse.told('started');
    // The terminal sends it to all processes of the group.
    process.kill(-bourse.pid, 'SIGINT');
    expect((await bourse.told('drained')).answer).toBe(42);
    await bourse.ended;
    expect(runs(serverPid!)).toBe(false);
  });

  it('by an init system that terminates the supervisor of the server too, the same holds', async () => {
    const bourse = startBourse(await preparedFolder());
    await bourse.told('started');
    for (const pid of descendantsOf(bourse.pid).filter((child) => nameOf(child) === 'sh')) process.kill(pid, 'SIGTERM');
    bourse.child.kill('SIGTERM');
    await bourse.told('drained');
    await bourse.ended;
    expect(eventKinds(bourse)).toEqual([]);
  });
});

async function commitRow(connection: EmbeddedPostgresConnection): Promise<void> {
  await query(connection, 'CREATE TABLE kept AS SELECT 7 AS number');
}

function eventKinds(bourse: BourseProcess): (string | undefined)[] {
  return bourse.lines.filter(({ line }) => line === 'event').map(({ kind }) => kind);
}

function nameOf(pid: number): string {
  return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
}

function filesOfUnfinished(room: string): number {
  if (!existsSync(room)) return 0;
  const unfinished = readdirSync(room).find((name) => name.startsWith('initialising-'));
  return unfinished === undefined ? 0 : readdirSync(join(room, unfinished)).length;
}

/** The number of a process of that user that has nothing to do with the server: one that runs, or its dead child. */
async function strangerOf(user: { uid: number; gid: number }, alive: boolean): Promise<number> {
  const script = 'sleep 0 & echo $!; exec sleep 600';
  const stranger = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'], cwd: '/', ...user });
  onTestFinished(() => void stranger.kill('SIGKILL'));
  const child = await new Promise<number>((resolve) => stranger.stdout.once('data', (text) => resolve(Number(text))));
  if (alive) return stranger.pid!;
  await until('the death of the child', () => !runs(child));
  expect(existsSync(`/proc/${child}`)).toBe(true);
  return child;
}
