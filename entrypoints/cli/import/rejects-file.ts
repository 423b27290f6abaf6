import { csvRow } from '@bourse/client/csv-row.ts';
import { LINE_COLUMN, REASON_COLUMN } from '@bourse/client/rejected-lines.ts';
import type { FileHandle } from 'node:fs/promises';
import { open, rm, stat } from 'node:fs/promises';
import type { RejectedLine } from './chunk-outcome.ts';
import { ImportError } from './import-error.ts';

/** A CSV file of the lines that are not in: their number, the reason, and what stood there. There is none as long as there is no such line. */
export interface RejectsFile {
  /** Adds lines and answers the length of the file, once all of them are on the disk. Throws ImportError when they cannot be written. */
  add(lines: readonly RejectedLine[]): Promise<number>;
}

/** What every file of rejected lines begins with. */
const BEGINNING = `${LINE_COLUMN},${REASON_COLUMN}`;

/**
 * Opens the file at the length that progress was noted with; what a run that was interrupted wrote behind it is cut off, and written anew.
 * Throws ImportError when the file is shorter, for somebody has changed it, when something else stands there, and when no file can be
 * written there.
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
      const added = Buffer.from(header + rows.join(''));
      try {
        await writeAt(path, length, added);
      } catch (cause) {
        throw new ImportError(
          `Rejected lines cannot be listed in ${path}: ${messageOf(cause)}. ` +
            'When that is mended, run the same command again to go on from here.',
          { cause },
        );
      }
      length += added.length;
      return length;
    },
  };
}

async function writeAt(path: string, position: number, bytes: Buffer): Promise<void> {
  const file = await open(path, position === 0 ? 'w' : 'r+');
  try {
    // A disk that is nearly full takes a part and says nothing; only the next write fails.
    for (let written = 0; written < bytes.length;) {
      const rest = bytes.length - written;
      written += (await file.write(bytes, written, rest, position + written)).bytesWritten;
    }
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Tries to write there before anything is sent, and leaves no file. A directory, a device and a file of another kind are left alone. */
async function beginAt(path: string): Promise<void> {
  try {
    const file = await open(path, 'a+');
    try {
      await requireOwn(file);
    } finally {
      await file.close();
    }
    await rm(path);
  } catch (cause) {
    throw new ImportError(
      `Rejected lines cannot be listed in ${path}: ${messageOf(cause)}. Name another file with --rejects.`,
      { cause },
    );
  }
}

/** Throws TypeError unless the file is new, or an earlier import began to list its rejected lines there. */
async function requireOwn(file: FileHandle): Promise<void> {
  if (!(await file.stat()).isFile()) throw new TypeError('it is not a file');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING.length), 0, BEGINNING.length, 0);
  if (BEGINNING.startsWith(buffer.toString('utf8', 0, bytesRead))) return;
  throw new TypeError('it is there already and lists no rejected lines');
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

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
