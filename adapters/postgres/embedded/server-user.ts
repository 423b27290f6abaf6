import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { hasErrorCode } from './has-error-code.ts';

/** The user the server runs as where that is not the user of this process. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root. Started as root, Bourse runs it as the owner of the database files that are there,
 * else as `postgres`, else as `nobody`. Started as anybody else it runs as the same user: the answer is undefined.
 *
 * Throws `no-server-user` where PostgreSQL would refuse the user, and `not-permitted` where the files are another's.
 */
export function resolveServerUser(cluster: string, passwdFile = '/etc/passwd'): ServerUser | undefined {
  const ownUid = process.geteuid?.();
  if (ownUid === undefined) return undefined;
  const owner = ownerOf(cluster);
  if (ownUid !== 0) {
    refuseStrangers(cluster, owner, ownUid);
    return undefined;
  }
  if (owner !== undefined && owner.uid !== 0) return owner;
  const user = findUser(passwdFile, 'postgres') ?? findUser(passwdFile, 'nobody');
  if (user !== undefined) return user;
  throw new EmbeddedPostgresError(
    'no-server-user',
    'Bourse was started as root, PostgreSQL refuses to run as root, and there is neither a user "postgres" nor a user ' +
      '"nobody" to run it as. Start Bourse as an ordinary user, create one of them (useradd --system postgres), ' +
      'or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

function refuseStrangers(cluster: string, owner: ServerUser | undefined, ownUid: number): void {
  if (owner !== undefined && owner.uid !== ownUid) {
    throw new EmbeddedPostgresError(
      'not-permitted',
      `The database files in ${cluster} belong to the user with the id ${owner.uid}, and Bourse runs as ${ownUid}. ` +
        'Start it as that user or as root, or set BOURSE_DATA_DIR to another directory.',
    );
  }
  if (owner === undefined) refuseNameless(ownUid);
}

/** To create its files PostgreSQL looks up the name of its user, and ends where there is none. Later it does not ask. */
function refuseNameless(ownUid: number): void {
  try {
    userInfo();
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'no-server-user',
      `Bourse runs as the user id ${ownUid}, which has no entry in /etc/passwd, and PostgreSQL needs one to create its ` +
        `files. Add one (bourse:x:${ownUid}:${process.getegid?.() ?? 0}::/:/bin/sh), run as a user that has one, ` +
        'or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

function ownerOf(path: string): ServerUser | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function findUser(passwdFile: string, name: string): ServerUser | undefined {
  for (const line of readPasswd(passwdFile).split('\n')) {
    const [entryName, , uid, gid] = line.split(':');
    if (entryName !== name || uid === undefined || gid === undefined) continue;
    // macOS writes the ids of nobody as -2; the kernel takes them as unsigned.
    return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
  }
  return undefined;
}

function readPasswd(passwdFile: string): string {
  try {
    return readFileSync(passwdFile, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return '';
    throw error;
  }
}
