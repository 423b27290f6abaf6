import { rm } from 'node:fs/promises';
import type { KernelLock } from '@bourse/postgres/embedded/kernel-lock.ts';
import { openKernelLock } from '@bourse/postgres/embedded/kernel-lock.ts';
import { ImportError } from './import-error.ts';

/** The claim of one process on one input. */
export interface InputClaim {
  /** Gives the input up; whoever comes next may import it. */
  release(): Promise<void>;
}

/**
 * Claims an input for this process, until `release` or the end of the process, however it ends; hold on to the claim until then. Two that note their
 * progress in one file and list rejected lines in one file would spoil both. Throws ImportError when another process has the input, and when this cannot be known.
 */
export function claimInput(inputPath: string): InputClaim {
  const path = `${inputPath}.import.lock`;
  const lock = openLock(path);
  if (!takeLock(lock, path)) {
    lock.close();
    throw new ImportError(`Another process is importing ${inputPath} at this moment. Wait for its end.`);
  }
  return {
    async release() {
      // While the lock is held: nobody else can have taken the file yet.
      await rm(path, { force: true });
      lock.close();
    },
  };
}

function openLock(path: string): KernelLock {
  try {
    return openKernelLock(path);
  } catch (cause) {
    throw notLockable(path, cause);
  }
}

function takeLock(lock: KernelLock, path: string): boolean {
  try {
    return lock.tryTake();
  } catch (cause) {
    lock.close();
    throw notLockable(path, cause);
  }
}

function notLockable(path: string, cause: unknown): ImportError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ImportError(
    `${path} cannot be written: ${why}. It keeps a second import of the file away. Put the file into a directory that you may write to.`,
    { cause },
  );
}
