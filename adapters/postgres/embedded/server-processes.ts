import { readFileSync, readdirSync, statSync } from 'node:fs';
import { hasErrorCode } from './has-error-code.ts';

/** What a process is to a server: of it, certainly something else, or not to be told from here. */
export type Belonging = 'of-the-server' | 'something-else' | 'unknown';

/**
 * A name for the server of this database directory that its processes carry in their titles. A copy or another
 * directory has another one.
 */
export function serverName(cluster: string): string {
  const { dev, ino } = statSync(cluster, { bigint: true });
  return `bourse-${dev.toString(36)}-${ino.toString(36)}`;
}

/** The running processes of the server of this directory, as far as /proc shows them; for Linux. */
export function serverProcesses(cluster: string): readonly number[] {
  const name = serverName(cluster);
  return readdirSync('/proc')
    .filter((entry) => /^[0-9]+$/.test(entry))
    .map(Number)
    .filter((pid) => belonging(pid, cluster, name) === 'of-the-server');
}

/** What a process is to the server of this directory; for Linux. */
export function belongingOf(pid: number, cluster: string): Belonging {
  return belonging(pid, cluster, serverName(cluster));
}

/** Those whose parents are not among them: the postmaster, or processes that have lost it. */
export function withoutParentAmong(pids: readonly number[]): readonly number[] {
  return pids.filter((pid) => !pids.includes(Number(statusFields(pid)?.[1])));
}

function belonging(pid: number, cluster: string, name: string): Belonging {
  const [state] = statusFields(pid) ?? [];
  if (state === undefined) return 'unknown';
  // Dead, and not collected by its parent, as happens in containers without an init process.
  if (state === 'Z' || state === 'X') return 'something-else';
  // The name is cheap to read and rules out nearly all.
  if (readProcess(pid, 'comm') !== 'postgres\n') return 'something-else';
  // Anybody may read a title; in a container not even root may see where a process of another user works.
  if (readProcess(pid, 'cmdline')?.includes(name) === true) return 'of-the-server';
  return worksIn(pid, cluster);
}

/** For a server that somebody started by hand, without our name for it. */
function worksIn(pid: number, cluster: string): Belonging {
  try {
    const directory = statSync(cluster, { bigint: true });
    const workingDirectory = statSync(`/proc/${pid}/cwd`, { bigint: true });
    const isSame = workingDirectory.dev === directory.dev && workingDirectory.ino === directory.ino;
    return isSame ? 'of-the-server' : 'something-else';
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return 'unknown';
    throw error;
  }
}

/** State, parent and so on of proc_pid_stat(5), after the number and the name, which may itself hold blanks. */
function statusFields(pid: number): readonly string[] | undefined {
  const stat = readProcess(pid, 'stat');
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readProcess(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return undefined;
    throw error;
  }
}
