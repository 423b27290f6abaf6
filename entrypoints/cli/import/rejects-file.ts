import { csvRow } from '@bourse/client/csv-row.ts';
import { LINE_COLUMN, REASON_COLUMN } from '@bourse/client/rejected-lines.ts';
import { open, rm, stat } from 'node:fs/promises';
import type { RejectedLine } from './chunk-outcome.ts';
import { ImportError } from './import-error.ts';

/** A CSV file of the lines that are not in: their number, the reason, and what stood there. There is none as long as there is no such line. */
export interface RejectsFile {
  /** Adds lines and answers the length of the file, once it is on the disk. */
  add(lines: readonly RejectedLine[]): Promise<number>;
}

/**
 * Opens the file at the length that progress was noted with; what a run that was interrupted wrote behind it is cut off, and written anew.
 * Throws ImportError when the file is shorter, for somebody has changed it, and when no file can be written there.
 */
export async function openRejectsFile(path: string, columns: readonly string[], bytes: number): Promise<RejectsFile> {
  let length = bytes;
  if (bytes === 0) await beginAt(path);
  else await cutTo(path, bytes);
  return {
    async add(lines) {
      if (lines.length === 0) return length;
      const header = length === 0 ? csvRow([LINE_COLUMN, REASON_COLUMN, ...columns]) : '';
      const rows = lines.map(({ line, reason, cells }) => csvRow([line.toString(), reason, ...cells]));
      const written = Buffer.from(header + rows.join(''));
      const file = await open(path, length === 0 ? 'w' : 'r+');
      try {
        await file.write(written, 0, written.length, length);
        await file.datasync();
      } finally {
        await file.close();
      }
      length += written.length;
      return length;
    },
  };
}

/** Tries to write there before anything is sent, and leaves no file. A directory or a device is left alone. */
async function beginAt(path: string): Promise<void> {
  try {
    const file = await open(path, 'a');
    const isFile = (await file.stat().finally(() => file.close())).isFile();
    if (!isFile) throw new TypeError('it is not a file');
    await rm(path);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ImportError(`Rejected lines cannot be listed in ${path}: ${why}. Name another file with --rejects.`, {
      cause,
    });
  }
}

async function cutTo(path: string, bytes: number): Promise<void> {
  const changed = `${path}, the file of the rejected lines, was changed or removed while the import was interrupted.`;
  try {
    const { size } = await stat(path);
    if (size < bytes) throw new ImportError(`${changed} Put it back, or begin anew with --restart.`);
    const file = await open(path, 'r+');
    try {
      await file.truncate(bytes);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof ImportError) throw cause;
    throw new ImportError(`${changed} Put it back, or begin anew with --restart.`, { cause });
  }
}
