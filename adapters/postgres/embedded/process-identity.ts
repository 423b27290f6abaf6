import { readFileSync } from 'node:fs';
import { hasErrorCode } from './has-error-code.ts';

/** One process in one boot of one machine, told apart from a later process that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time in clock ticks since boot, from /proc; absent where there is no /proc. */
  readonly startTicks?: string;
  /** The kernel's id of this boot; ticks of two boots must not be compared. */
  readonly bootId?: string;
}

/** The identity of the running process. */
export function currentProcessIdentity(): ProcessIdentity {
  const startTicks = startTicksOf(process.pid);
  const bootId = currentBootId();
  return {
    pid: process.pid,
    ...(startTicks === undefined ? {} : { startTicks }),
    ...(bootId === undefined ? {} : { bootId }),
  };
}

/**
 * Whether that very process is still running. False where this cannot be known (no /proc): the callers use it beside a
 * lock of the kernel, and a wrong "yes" would close a directory for ever once the number has been given to another.
 */
export function isStillRunning(identity: ProcessIdentity): boolean {
  if (identity.startTicks === undefined || identity.bootId !== currentBootId()) return false;
  return startTicksOf(identity.pid) === identity.startTicks;
}

function currentBootId(): string | undefined {
  return readIfThere('/proc/sys/kernel/random/boot_id')?.trim();
}

function startTicksOf(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in brackets and may itself hold blanks and brackets (proc_pid_stat(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  return state === 'Z' || state === 'X' ? undefined : fields[19];
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return undefined;
    throw error;
  }
}
