import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { DirectoryLayout } from './directory-layout.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { hasErrorCode } from './has-error-code.ts';
import type { KernelLock } from './kernel-lock.ts';
import { openKernelLock } from './kernel-lock.ts';
import { currentProcessIdentity, isStillRunning } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** The claim of one process on one data directory. */
export interface DirectoryLock {
  /** Gives the directory up. Does nothing the second time. */
  release(): void;
}

interface Holder extends ProcessIdentity {
  readonly since: string;
  readonly host: string;
}

/** The winner writes its name just after it has won; this long a loser waits to read it. */
const holderWaitMs = 1000;

/**
 * Claims the directory for this process, until `release` or the end of the process, however it ends.
 *
 * The kernel keeps the lock. Some mounts pretend to lock; so a holder that is named in the directory and still runs is believed too.
 *
 * Throws `directory-in-use` with a sentence that names the holder, and what `requireMore` throws, which is called when nobody else holds the
 * directory and before this process writes into it.
 */
export async function acquireDirectoryLock(
  layout: DirectoryLayout,
  requireMore: () => void = () => undefined,
): Promise<DirectoryLock> {
  const lock = openLockFile(layout);
  try {
    if (!lock.tryTake()) throw await inUse(layout);
    const former = readHolder(layout);
    if (former !== undefined && isStillRunning(former)) throw inUseBy(layout, former);
    requireMore();
    writeHolder(layout);
  } catch (error) {
    lock.close();
    throw error;
  }
  let isHeld = true;
  return {
    release() {
      if (!isHeld) return;
      isHeld = false;
      rmSync(layout.holder, { force: true });
      lock.close();
    },
  };
}

function openLockFile(layout: DirectoryLayout): KernelLock {
  try {
    return openKernelLock(layout.lock);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'not-permitted',
      `Bourse cannot open the lock file ${layout.lock}. Start it as the user that owns ${layout.room}, ` +
        'or set BOURSE_DATA_DIR to a directory that this user may write to.',
      { cause },
    );
  }
}

async function inUse(layout: DirectoryLayout): Promise<EmbeddedPostgresError> {
  const deadline = performance.now() + holderWaitMs;
  for (;;) {
    const holder = readHolder(layout);
    if (holder !== undefined && (holder.startTicks === undefined || isStillRunning(holder))) {
      return inUseBy(layout, holder);
    }
    if (performance.now() > deadline) return inUseBy(layout, holder);
    await delay(10);
  }
}

function inUseBy(layout: DirectoryLayout, holder: Holder | undefined): EmbeddedPostgresError {
  const who =
    holder === undefined
      ? 'a process that has not left its name'
      : `process ${holder.pid} on ${holder.host}, since ${holder.since}`;
  const how = holder === undefined ? 'Stop that one first' : `Stop that one first (kill ${holder.pid})`;
  return new EmbeddedPostgresError(
    'directory-in-use',
    `Another Bourse is using the data directory ${layout.dataDirectory}: ${who}. ` +
      `${how}, or give this one a directory of its own by setting BOURSE_DATA_DIR.`,
  );
}

function writeHolder(layout: DirectoryLayout): void {
  const holder: Holder = { ...currentProcessIdentity(), since: new Date().toISOString(), host: hostname() };
  const unfinished = `${layout.holder}.new`;
  writeFileSync(unfinished, `${JSON.stringify(holder)}\n`);
  renameSync(unfinished, layout.holder);
}

function readHolder(layout: DirectoryLayout): Holder | undefined {
  let text: string;
  try {
    text = readFileSync(layout.holder, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  return parseHolder(text);
}

/** A file that a crash of the machine left empty or cut names nobody. */
function parseHolder(text: string): Holder | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return isHolder(value) ? value : undefined;
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null) return false;
  if (!('pid' in value && 'since' in value && 'host' in value)) return false;
  if (!Number.isInteger(value.pid) || typeof value.since !== 'string' || typeof value.host !== 'string') return false;
  if ('startTicks' in value && typeof value.startTicks !== 'string') return false;
  return !('bootId' in value) || typeof value.bootId === 'string';
}
