import { createHash } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { currentProcessIdentity, isStillRunning } from '@bourse/postgres/embedded/process-identity.ts';
import { replaceFile } from './durable-file.ts';
import { ImportError } from './import-error.ts';
import type { ImportState } from './import-state.ts';
import { hasAnswers } from './import-state.ts';
import type { SavedProgress } from './progress-codec.ts';
import { decodeProgress, encodeProgress } from './progress-codec.ts';

/** Where an import notes how far it has come, so that it can go on after it was interrupted at any moment. */
export interface ProgressFile {
  /** How far an earlier run came; null when there was none, or it shall not count. */
  readonly earlier: ImportState | null;
  save(state: ImportState): Promise<void>;
  /** Removes it: the import has ended. */
  remove(): Promise<void>;
}

/** What an import is about. */
export interface ImportIdentity {
  readonly inputPath: string;
  /** Options that must not change on the way, as one text. */
  readonly options: string;
  /** Begin anew, whatever an earlier run left. */
  readonly restart: boolean;
}

/** How much of the beginning of a file is looked at to tell whether it has changed. */
const BEGINNING_BYTES = 1_048_576;

/**
 * Opens the file of progress beside the input (`<input>.import.json`). Throws ImportError when another process is importing the input, and, unless
 * it shall begin anew or nothing was answered yet, when the input or the options are not what an earlier run began with. `save` throws ImportError
 * when the file cannot be written.
 */
export async function openProgressFile({ inputPath, options, restart }: ImportIdentity): Promise<ProgressFile> {
  const path = `${inputPath}.import.json`;
  const input = await identify(inputPath);
  const found = await readProgress(path, restart);
  const holder = currentProcessIdentity();
  // Some mounts only pretend to lock the input.
  if (found !== null && found.holder.pid !== holder.pid && isStillRunning(found.holder)) {
    throw new ImportError(`Process ${found.holder.pid} is importing ${inputPath} at this moment. Wait for its end.`);
  }
  const isTheSame = found?.input === input && found.options === options;
  if (found !== null && !restart && !isTheSame && hasAnswers(found.state)) {
    const changed =
      found.input === input ? `It was begun with other options: ${found.options}.` : 'The file has changed since.';
    throw new ImportError(
      `An import of ${inputPath} was begun and has not ended. ${changed} ` +
        'Go on with it as it was, or begin anew with --restart.',
    );
  }
  return {
    earlier: isTheSame && !restart ? found.state : null,
    save: (state) => write(path, encodeProgress({ input, options, holder, state })),
    remove: () => rm(path, { force: true }),
  };
}

async function write(path: string, json: string): Promise<void> {
  try {
    await replaceFile(path, json);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ImportError(
      `How far the import has come cannot be noted in ${path}: ${why}. When that is mended, run the same command again to go on from here.`,
      { cause },
    );
  }
}

/** Progress that cannot be read stands in the way only as long as it is wanted. */
async function readProgress(path: string, restart: boolean): Promise<SavedProgress | null> {
  let json: string;
  try {
    json = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return decodeProgress(json);
  } catch (cause) {
    if (restart) return null;
    throw new ImportError(`${path} cannot be read as the progress of an import. Begin anew with --restart.`, { cause });
  }
}

/** Size, time of the last change, and a hash of the beginning. */
async function identify(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { size, mtimeMs } = await file.stat();
    const beginning = Buffer.alloc(Math.min(size, BEGINNING_BYTES));
    const { bytesRead } = await file.read(beginning, 0, beginning.length, 0);
    const hash = createHash('sha256').update(beginning.subarray(0, bytesRead)).digest('hex');
    return `${size} bytes, changed ${new Date(mtimeMs).toISOString()}, sha256 ${hash}`;
  } finally {
    await file.close();
  }
}
