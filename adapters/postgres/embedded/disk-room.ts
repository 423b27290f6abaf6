import { existsSync, statfsSync } from 'node:fs';
import type { DirectoryLayout } from './directory-layout.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** What a start of the server is for: to work on the database, to change one that is there, or to read it. */
export type StartPurpose = 'work' | 'change' | 'reading';

/**
 * What must be free for the server to write. PostgreSQL, when it finds no room for its write-ahead log, gives up as a whole, reads
 * included, and cannot come back before there is room. This is what it may need for itself, and what can be written between two looks.
 */
export const RESERVE_BYTES = 64 * 2 ** 20;

/** What the files of an empty database come to, with what the first start writes. */
const NEW_CLUSTER_BYTES = 64 * 2 ** 20;

/** What a server writes that is started, read and stopped: its lock file, and up to one new segment of 16 MB of the write-ahead log. */
const READING_BYTES = 24 * 2 ** 20;

/** Throws `disk-full`, before anything is written, unless what the start may need is free on the disk of the data directory. */
export function requireRoom(layout: DirectoryLayout, purpose: StartPurpose): void {
  const isNew = !existsSync(layout.cluster);
  const neededBytes = (purpose === 'reading' ? READING_BYTES : RESERVE_BYTES) + (isNew ? NEW_CLUSTER_BYTES : 0);
  const { bavail, bsize } = statfsSync(layout.dataDirectory);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  throw new EmbeddedPostgresError('disk-full', noRoomMessage(layout.dataDirectory, { freeBytes, neededBytes, isNew }));
}

/** Bytes as whole megabytes, for messages. */
export function megabytes(bytes: number): number {
  return Math.floor(bytes / 2 ** 20);
}

function noRoomMessage(
  directory: string,
  { freeBytes, neededBytes, isNew }: { freeBytes: number; neededBytes: number; isNew: boolean },
): string {
  const [free, needed] = [megabytes(freeBytes), megabytes(neededBytes)];
  const elsewhere = isNew
    ? 'set BOURSE_DATA_DIR to a directory on another disk'
    : 'move the directory to a larger disk and set BOURSE_DATA_DIR to its new place';
  return (
    `The disk of the data directory ${directory} is full: ${free} MB are free, and ${needed} MB are needed to start. ` +
    `Free ${needed - free} MB more, or ${elsewhere}; then start again.`
  );
}
