import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { hasErrorCode } from './has-error-code.ts';

/** The programs as they were installed. */
export interface InstalledBinaries {
  /** Their folder, with `bin`, `lib` and `share`. */
  readonly native: string;
  /** Platform and version: what a copy is called by. */
  readonly name: string;
  /** Adds links and permissions that are missing in such a folder; throws where that is not allowed. */
  readonly complete: (native: string) => void;
}

/**
 * Copies the programs into a folder in that place, unless a complete copy is there, and returns the folder. The copy
 * appears in one step: who sees the folder sees all of it. A copy whose files do not have their sizes, as a power
 * failure may leave them, is replaced.
 */
export function copyBinaries(installed: InstalledBinaries, place: string): string {
  const destination = join(place, `postgres-${installed.name}`);
  if (isCopyOf(installed.native, destination)) return destination;
  removeAbandoned(place);
  const unfinished = mkdtempSync(join(place, unfinishedPrefix));
  try {
    chmodSync(unfinished, 0o755);
    copyTree(installed.native, unfinished);
    installed.complete(unfinished);
    putInPlace(unfinished, destination);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return destination;
}

const unfinishedPrefix = 'unfinished-';
const abandonedAfterMs = 60 * 60_000;

/** What a killed Bourse left; a younger one may still be at work. */
function removeAbandoned(place: string): void {
  for (const name of readdirSync(place).filter((entry) => entry.startsWith(unfinishedPrefix))) {
    const entry = lstatSync(join(place, name), { throwIfNoEntry: false });
    if (entry === undefined || Date.now() - entry.mtimeMs < abandonedAfterMs) continue;
    rmSync(join(place, name), { recursive: true, force: true });
  }
}

function isCopyOf(native: string, destination: string): boolean {
  if (lstatSync(destination, { throwIfNoEntry: false }) === undefined) return false;
  return entriesOf(native).every(({ path, size }) => {
    const copy = lstatSync(join(destination, path), { throwIfNoEntry: false });
    return copy !== undefined && (size === undefined || copy.size === size);
  });
}

function copyTree(from: string, to: string): void {
  for (const { path, size, mode, link } of entriesOf(from)) {
    const target = join(to, path);
    if (link !== undefined) symlinkSync(link, target);
    else {
      if (size === undefined) mkdirSync(target);
      else copyFileSync(join(from, path), target, constants.COPYFILE_FICLONE);
      // Not the modes of the source, which may shut others out.
      chmodSync(target, size === undefined || (mode & 0o111) !== 0 ? 0o755 : 0o644);
    }
  }
}

interface Entry {
  readonly path: string;
  readonly mode: number;
  /** Bytes of a file; folders and links have none. */
  readonly size?: number;
  readonly link?: string;
}

/** Everything in the folder, parents before children, without the static libraries, which no program needs to run. */
function entriesOf(folder: string): readonly Entry[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.endsWith('.a'))
    .sort()
    .map((path) => {
      const entry = lstatSync(join(folder, path));
      const { mode } = entry;
      if (entry.isSymbolicLink()) return { path, mode, link: readlinkSync(join(folder, path)) };
      return entry.isDirectory() ? { path, mode } : { path, mode, size: entry.size };
    });
}

function putInPlace(unfinished: string, destination: string): void {
  const former = `${unfinished}-former`;
  try {
    renameSync(destination, former);
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
  }
  try {
    renameSync(unfinished, destination);
  } catch (error) {
    // Another Bourse put an equal copy there at the same moment.
    if (!hasErrorCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
  }
  rmSync(former, { recursive: true, force: true });
}
