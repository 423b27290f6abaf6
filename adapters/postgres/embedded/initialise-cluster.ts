import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterPath } from './cluster-path.ts';
import type { DirectoryLayout } from './directory-layout.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { bourseName } from './server-connection.ts';
import type { ServerSite } from './server-site.ts';
import { startFailure } from './start-failure.ts';
import { startSupervised } from './supervised-process.ts';

/** Who may use the database: whoever can open its socket, or whoever knows the password in its directory. */
export interface ClusterAccess {
  readonly asksPassword: boolean;
}

/** The major version of the PostgreSQL that Bourse brings. */
const majorVersion = '18';

/**
 * Creates the database files unless they are there. They are made and synced in a folder beside and then renamed, so a
 * crash leaves either all of them or some rubbish that the next start removes.
 *
 * Throws `wrong-version` for files of another major version, and `start-failed` if initdb does not work.
 */
export async function initialiseCluster(site: ServerSite, access: ClusterAccess): Promise<void> {
  await removeUnfinished(site);
  if (existsSync(site.layout.cluster)) {
    refuseOtherVersion(site.layout);
    return;
  }
  site.onEvent({ kind: 'initialising', message: `Creating the database files in ${site.layout.cluster}.` });
  const folder = mkdtempSync(site.layout.initialisingPrefix);
  await runInitdb(site, folder, access);
  renameSync(folder, site.layout.cluster);
  syncFolder(site.layout.room);
}

async function runInitdb(site: ServerSite, folder: string, access: ClusterAccess): Promise<void> {
  if (site.user !== undefined) chownSync(folder, site.user.uid, site.user.gid);
  const logPosition = site.log.position();
  const initdb = await startSupervised({
    program: site.binaries.initdb,
    args: ['-D', clusterPath(folder, site.user), ...initdbFlags, ...authenticationFlags(site.layout, access)],
    directory: folder,
    user: site.user,
    output: site.log.descriptor,
  });
  initdb.keepAlive(true);
  const { exitCode } = await initdb.ended;
  if (exitCode === 0) return;
  throw startFailure({
    what: `The database files could not be created in ${site.layout.cluster}`,
    program: site.binaries.initdb,
    exitCode,
    said: site.log.since(logPosition),
    logPath: site.log.path,
  });
}

const initdbFlags = [
  `--username=${bourseName}`,
  '--encoding=UTF8',
  // Texts sort by code point and letters are known by PostgreSQL's own tables, the same on every machine and for ever.
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  '--no-instructions',
];

/** Who can open the socket is the user or root; over loopback anybody could come, so there a password is asked. */
function authenticationFlags(layout: DirectoryLayout, { asksPassword }: ClusterAccess): readonly string[] {
  if (!asksPassword) return ['--auth-local=trust', '--auth-host=reject'];
  return ['--auth=scram-sha-256', `--pwfile=${layout.password}`];
}

function refuseOtherVersion(layout: DirectoryLayout): void {
  const version = readFileSync(join(layout.cluster, 'PG_VERSION'), 'utf8').trim();
  if (version === majorVersion) return;
  throw new EmbeddedPostgresError(
    'wrong-version',
    `The database files in ${layout.cluster} are of PostgreSQL ${version}, and this Bourse brings PostgreSQL ` +
      `${majorVersion}. Start the version of Bourse that wrote them, or set BOURSE_DATA_DIR to another directory.`,
  );
}

/** How often an unfinished folder is tried to be removed: an initdb that lost its Bourse may still be ending. */
const removalAttempts = 30;
const removalDelayMs = 100;

async function removeUnfinished({ layout, onEvent }: ServerSite): Promise<void> {
  const prefix = basename(layout.initialisingPrefix);
  for (const name of readdirSync(layout.room).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(layout.room, name);
    let obstacle: unknown;
    for (let attempt = 1; attempt <= removalAttempts; attempt += 1) {
      obstacle = attemptRemoval(folder);
      if (obstacle === undefined) break;
      await delay(removalDelayMs);
    }
    // It takes space and does no harm: the files are created in a folder of another name.
    if (obstacle !== undefined) onEvent({ kind: 'tidying-failed', message: leftMessage(folder, obstacle) });
  }
}

/** What stood in the way, if anything. */
function attemptRemoval(folder: string): unknown {
  try {
    rmSync(folder, { recursive: true, force: true });
    // Node takes a file that the dying initdb was faster to remove for the whole folder being gone.
    return existsSync(folder) ? new Error('it is not empty') : undefined;
  } catch (error) {
    return error;
  }
}

function leftMessage(folder: string, obstacle: unknown): string {
  const reason = obstacle instanceof Error ? obstacle.message : String(obstacle);
  return `${folder} is left of a start that was cut off, and could not be removed: ${reason}. Remove it by hand.`;
}

function syncFolder(folder: string): void {
  // Windows has no such thing as syncing a folder.
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
