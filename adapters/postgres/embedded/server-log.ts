import { closeSync, copyFileSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';

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
 */
export function openServerLog(path: string, lookEveryMs = 10_000): ServerLog {
  const descriptor = openSync(path, 'a+', 0o600);
  const keepBounded = (): void => {
    if (fstatSync(descriptor).size < serverLogLimitBytes) return;
    copyFileSync(path, `${path}.1`);
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

function readSince(descriptor: number, position: number): string {
  const { size } = fstatSync(descriptor);
  const start = Math.max(Math.min(position, size), size - excerptBytes);
  const bytes = Buffer.alloc(size - start);
  const count = readSync(descriptor, bytes, 0, bytes.length, start);
  return bytes.toString('utf8', 0, count).trim();
}
