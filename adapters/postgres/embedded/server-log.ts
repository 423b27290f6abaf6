import { closeSync, copyFileSync, fstatSync, ftruncateSync, openSync, readSync, rmSync } from 'node:fs';
import type { EmbeddedPostgresListener } from './embedded-postgres-event.ts';

/** The file that takes what the server prints. */
export interface ServerLog {
  readonly path: string;
  /** Its file descriptor; several processes may append to it. */
  readonly descriptor: number;
  /** Where the file ends now. */
  position(): number;
  /** What was printed from that position on, at most the last 2,000 characters. */
  since(position: number): string;
  /** Stops looking after the size and closes the file. */
  close(): void;
}

/** Beyond this many bytes the log becomes `<name>.1`, the former one of which is dropped. */
export const serverLogLimitBytes = 5 * 1024 * 1024;
const excerptBytes = 2000;

/**
 * Opens the log for appending and keeps it below its limit, give or take what is printed between two looks. The server
 * writes to the file itself and not to a pipe: a pipe would break with Bourse, and stall the server while Bourse is busy.
 * If the part that is full cannot be kept (a full disk, say), that is told and it is dropped.
 */
export function openServerLog(path: string, onEvent: EmbeddedPostgresListener, lookEveryMs = 10_000): ServerLog {
  const descriptor = openSync(path, 'a+', 0o600);
  const keepBounded = (): void => {
    if (fstatSync(descriptor).size < serverLogLimitBytes) return;
    keepFormerPart(path, onEvent);
    // Those who append go on at the new end of the file.
    ftruncateSync(descriptor, 0);
  };
  keepBounded();
  const timer = setInterval(keepBounded, lookEveryMs);
  timer.unref();
  return {
    path,
    descriptor,
    position: () => fstatSync(descriptor).size,
    since: (position) => readSince(descriptor, position),
    close: () => {
      clearInterval(timer);
      closeSync(descriptor);
    },
  };
}

function keepFormerPart(path: string, onEvent: EmbeddedPostgresListener): void {
  const former = `${path}.1`;
  try {
    // Removed and not overwritten: it may belong to another user, who has started this Bourse before.
    rmSync(former, { force: true });
    copyFileSync(path, former);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    onEvent({ kind: 'tidying-failed', message: `The full log ${path} could not be kept and was emptied: ${reason}.` });
  }
}

function readSince(descriptor: number, position: number): string {
  const { size } = fstatSync(descriptor);
  const start = Math.max(Math.min(position, size), size - excerptBytes);
  const bytes = Buffer.alloc(size - start);
  const count = readSync(descriptor, bytes, 0, bytes.length, start);
  return bytes.toString('utf8', 0, count).trim();
}
