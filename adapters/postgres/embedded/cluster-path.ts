import type { ServerUser } from './server-user.ts';

/**
 * What to call the database directory to PostgreSQL, given that its program is started in it.
 *
 * An absolute path is looked up from the root, which an unprivileged user cannot do when a folder on the way is closed
 * to it, and PostgreSQL makes relative paths absolute. `/proc/self/cwd` is absolute and leads straight to the working
 * directory, which root has chosen before it changed the user.
 */
export function clusterPath(directory: string, user: ServerUser | undefined): string {
  return user !== undefined && process.platform === 'linux' ? '/proc/self/cwd' : directory;
}
