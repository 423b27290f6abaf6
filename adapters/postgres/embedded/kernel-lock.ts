import { DatabaseSync } from 'node:sqlite';

/** A file that one process at a time can lock. */
export interface KernelLock {
  /** Whether this process has the lock now. */
  tryTake(): boolean;
  /** Gives the lock up, if it was taken. Does nothing the second time. */
  close(): void;
}

/** Two that start at the same instant step on each other's toes for some microseconds: this long they try again. */
const CONTENTION_MS = 250;
const SQLITE_BUSY = 5;

/**
 * Opens a file to be locked, and makes an empty one where there is none. Throws what SQLite throws when it cannot.
 *
 * Node has no call for file locks, but its SQLite has: an exclusive transaction on an empty database is a lock that the
 * kernel keeps (fcntl, LockFileEx), so no two can have it and none outlives its process. Some mounts pretend to lock.
 */
export function openKernelLock(path: string): KernelLock {
  const database = new DatabaseSync(path, { timeout: CONTENTION_MS });
  return {
    tryTake() {
      try {
        database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
        return true;
      } catch (error) {
        if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return false;
        throw error;
      }
    },
    close() {
      if (database.isOpen) database.close();
    },
  };
}
