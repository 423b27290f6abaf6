import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DirectoryLayout } from './directory-layout.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { EmbeddedPostgresListener } from './embedded-postgres-event.ts';
import { hasErrorCode } from './has-error-code.ts';
import { somebodyListens } from './somebody-listens.ts';
import { belongingOf, serverProcesses, withoutParentAmong } from './server-processes.ts';
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
 * Ends the processes of an earlier server of this directory and removes lock files that would wrongly keep a new one
 * from starting. The caller holds the lock of the directory, so nobody else can own them: their Bourse was killed, or
 * their supervisor. For Linux, where /proc tells which processes these are.
 *
 * Throws `directory-in-use` if there is a server that cannot be ended, such as one in another container.
 */
export async function endLeftoverServers(
  layout: DirectoryLayout,
  socketDirectory: string,
  onEvent: EmbeddedPostgresListener,
): Promise<void> {
  const startedAt = performance.now();
  let steps = escalation;
  for (;;) {
    const pids = serverProcesses(layout.cluster);
    if (pids.length === 0 && !(await somebodyListens({ path: join(socketDirectory, socketName) }))) break;
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs > giveUpMs) throw cannotEnd(layout, pids);
    const [step] = steps;
    if (step !== undefined && elapsedMs >= step.afterMs) {
      steps = steps.slice(1);
      onEvent({ kind: 'ending-leftover-server', pids, message: endingMessage(layout, pids, step.signal) });
      for (const pid of step.toAll ? pids : withoutParentAmong(pids)) send(pid, step.signal);
    }
    await delay(20);
  }
  removeMisleadingLocks(layout);
}

const socketName = `.s.PGSQL.${socketPort}`;

/**
 * PostgreSQL refuses to start while the process number in its lock file is in use by the same user, also when it was
 * given to somebody else since, or its dead owner is never collected. Containers give out the same small numbers again
 * and again, so that would be for ever.
 */
function removeMisleadingLocks(layout: DirectoryLayout): void {
  const pid = postmasterPid(layout);
  if (pid === undefined || belongingOf(pid, layout.cluster) !== 'something-else') return;
  rmSync(join(layout.cluster, 'postmaster.pid'), { force: true });
  rmSync(join(layout.cluster, `${socketName}.lock`), { force: true });
}

function postmasterPid(layout: DirectoryLayout): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(layout.cluster, 'postmaster.pid'), 'utf8'), 10);
    return Number.isNaN(pid) ? undefined : pid;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function endingMessage(layout: DirectoryLayout, pids: readonly number[], signal: string): string {
  const what = `A PostgreSQL server of an earlier Bourse is still working in ${layout.cluster}`;
  if (pids.length === 0) return `${what}, where this process cannot see it; waiting for its end.`;
  return `${what} (process ${pids.join(', ')}); it is being ended with ${signal}.`;
}

function cannotEnd(layout: DirectoryLayout, pids: readonly number[]): EmbeddedPostgresError {
  const who = pids.length === 0 ? 'perhaps in another container' : `process ${pids.join(', ')}`;
  return new EmbeddedPostgresError(
    'directory-in-use',
    `A PostgreSQL server (${who}) is working in ${layout.cluster} and could not be ended. End it, and start again.`,
  );
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasErrorCode(error, 'ESRCH')) throw error;
  }
}
