import { execFile } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyBinaries } from './copy-binaries.ts';
import type { InstalledBinaries } from './copy-binaries.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { hasErrorCode } from './has-error-code.ts';
import { serverEnvironment } from './server-environment.ts';
import type { ServerUser } from './server-user.ts';

/** Where root may keep a copy for others, best first. The last two are for a root file system that is read-only. */
const sharedPlaces = ['/var/cache/bourse', '/var/tmp/bourse', join(tmpdir(), 'bourse')];

/**
 * A folder with the programs that the user can really run: the installed one if it can be reached, else a copy in a
 * place that only root may change, made once for each version and left there for later starts.
 *
 * A copy is needed because PostgreSQL's programs find their libraries and files by the path they were started from, so
 * they cannot be started through an open descriptor.
 *
 * Throws `no-binaries` if the user can run them nowhere.
 */
export async function sharedBinaries(
  installed: InstalledBinaries,
  user: ServerUser,
  places: readonly string[] = sharedPlaces,
): Promise<string> {
  const ways = [() => completed(installed), ...places.map((place) => () => copyInto(installed, place))];
  const reasons: string[] = [];
  for (const way of ways) {
    try {
      const folder = way();
      await runAs(user, folder);
      return folder;
    } catch (error) {
      // All reasons are told together if there is no way left.
      reasons.push(error instanceof Error ? error.message.trim().replaceAll('\n', ' ') : String(error));
    }
  }
  throw new EmbeddedPostgresError(
    'no-binaries',
    `The user with the id ${user.uid}, as whom PostgreSQL runs because Bourse was started as root, cannot run its ` +
      `programs: ${reasons.join('; ')}. Start Bourse as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

function completed(installed: InstalledBinaries): string {
  installed.complete(installed.native);
  return installed.native;
}

function copyInto(installed: InstalledBinaries, place: string): string {
  try {
    mkdirSync(place);
    // Not by mkdir's mode, which the umask narrows.
    chmodSync(place, 0o755);
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw error;
  }
  refuseIfOthersMayChange(place);
  return copyBinaries(installed, place);
}

/** In a folder for temporary files anybody may have made this one first. */
function refuseIfOthersMayChange(folder: string): void {
  const entry = lstatSync(folder);
  const isSafe = entry.isDirectory() && entry.uid === 0 && (entry.mode & 0o022) === 0;
  if (!isSafe) throw new Error(`${folder} is not a folder that only root may change`);
}

/** Only running them tells: permissions of all parents, access lists, mounts without execution, a missing C library. */
async function runAs(user: ServerUser, native: string): Promise<void> {
  const script = '[ -r "$1/share/postgresql/postgres.bki" ] && "$1/bin/initdb" -V && exec "$1/bin/postgres" -V';
  await promisify(execFile)('/bin/sh', ['-c', script, 'sh', native], {
    cwd: '/',
    env: serverEnvironment(),
    uid: user.uid,
    gid: user.gid,
  });
}
