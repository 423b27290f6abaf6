import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DirectoryLayout } from './directory-layout.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { EmbeddedPostgresListener } from './embedded-postgres-event.ts';
import { hasErrorCode } from './has-error-code.ts';
import { socketPort } from './server-settings.ts';

/** What leftover processes are sent, and from when on. */
const escalation: readonly { readonly afterMs: number; readonly signal: NodeJS.Signals; readonly toAll: boolean }[] = [
  // PostgreSQL's fast shutdown; a process that has lost its server ends its query and then itself.
  { afterMs: 0, signal: 'SIGINT', toAll: false },
  { afterMs: 20_000, signal: 'SIGQUIT', toAll: true },
  { afterMs: 25_000, signal: 'SIGKILL', toAll: true },
];
const giveUpMs = 30_000;

/**
 * Ends the processes of an earlier server of this directory and removes its lock files. The caller holds the lock of the
 * directory, so nobody else can own them: their Bourse was killed, or their supervisor.
 *
 * PostgreSQL's own check asks only whether the process number in the lock file is in use, and so refuses to start when
 * the number was given to somebody else or its dead holder was never collected, as happens in containers. /proc tells
 * better: a process of this server is called postgres and works in this directory. Where there is no /proc the lock
 * files are left to PostgreSQL.
 *
 * Throws `directory-in-use` if there is a server that cannot be seen or ended, such as one in another container.
 */
export async function endLeftoverServers(
  layout: DirectoryLayout,
  socketDirectory: string,
  onEvent: EmbeddedPostgresListener,
): Promise<void> {
  if (process.platform !== 'linux') return;
  const socketName = `.s.PGSQL.${socketPort}`;
  const startedAt = performance.now();
  let steps = escalation;
  for (;;) {
    const pids = serverProcesses(layout.cluster);
    if (pids.length === 0 && !(await answers(join(socketDirectory, socketName)))) break;
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs > giveUpMs) throw cannotEnd(layout, pids);
    const step = steps[0];
    if (step !== undefined && elapsedMs >= step.afterMs) {
      steps = steps.slice(1);
      onEvent({ kind: 'ending-leftover-server', pids, message: endingMessage(layout, pids, step.signal) });
      for (const pid of step.toAll ? pids : withoutParentIn(pids)) send(pid, step.signal);
    }
    await delay(20);
  }
  for (const name of ['postmaster.pid', `${socketName}.lock`, socketName]) {
    rmSync(join(layout.cluster, name), { force: true });
  }
}

function endingMessage(layout: DirectoryLayout, pids: readonly number[], signal: string): string {
  const who = pids.length === 0 ? 'that cannot be seen from here' : `(process ${pids.join(', ')})`;
  return `A PostgreSQL server ${who} was left in ${layout.cluster}; it is sent ${signal}.`;
}

function cannotEnd(layout: DirectoryLayout, pids: readonly number[]): EmbeddedPostgresError {
  const who = pids.length === 0 ? 'in another container, it seems' : `process ${pids.join(', ')}`;
  return new EmbeddedPostgresError(
    'directory-in-use',
    `A PostgreSQL server (${who}) is still working in ${layout.cluster} and could not be ended. End it, and start again.`,
  );
}

function serverProcesses(cluster: string): readonly number[] {
  const directory = statSync(cluster);
  return processNumbers().filter((pid) => {
    try {
      // The name is cheap to read and rules out nearly all.
      if (readFileSync(`/proc/${pid}/comm`, 'utf8') !== 'postgres\n') return false;
      const workingDirectory = statSync(`/proc/${pid}/cwd`);
      return workingDirectory.dev === directory.dev && workingDirectory.ino === directory.ino;
    } catch (error) {
      // It has ended since, or was never collected, or is another user's and so not of this server.
      if (hasErrorCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return false;
      throw error;
    }
  });
}

function processNumbers(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number);
}

function withoutParentIn(pids: readonly number[]): readonly number[] {
  return pids.filter((pid) => !pids.includes(parentOf(pid)));
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ESRCH')) return 0;
    throw error;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasErrorCode(error, 'ESRCH')) throw error;
  }
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
