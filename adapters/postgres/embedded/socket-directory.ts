import { closeSync, mkdtempSync, openSync, readFileSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DirectoryLayout } from './directory-layout.ts';
import { hasErrorCode } from './has-error-code.ts';
import { socketPort } from './server-settings.ts';

/** A name of the directory with the server's socket that is short enough to connect by. */
export interface SocketDirectory {
  readonly path: string;
  /** Takes back what was needed for the short name. Does nothing the second time. */
  release(): void;
}

/** The kernel's limit on the bytes of a socket path: `sun_path` of unix(7) less its closing zero. */
const limitBytes = process.platform === 'linux' ? 107 : 103;

/**
 * For the owner of the server: the database directory itself if its socket's path is short enough. If not, on Linux, its
 * name through a descriptor that this process keeps open (`/proc/self/fd/…`), which leaves nothing behind and is good in
 * this process only; elsewhere a link in the directory for temporary files, which the next start removes if this one is
 * killed. Call it only while holding the lock of the directory.
 */
export function openSocketDirectory(layout: DirectoryLayout, platform = process.platform): SocketDirectory {
  removeFormerLink(layout);
  return isShort(layout) || platform === 'linux' ? findSocketDirectory(layout, platform) : throughNewLink(layout);
}

/** For others: the same, through the link that the owner made, where there has to be one. */
export function findSocketDirectory(layout: DirectoryLayout, platform = process.platform): SocketDirectory {
  if (isShort(layout)) return { path: layout.cluster, release: () => undefined };
  if (platform === 'linux') return throughDescriptor(layout.cluster);
  return { path: readLink(layout) ?? layout.cluster, release: () => undefined };
}

function isShort(layout: DirectoryLayout): boolean {
  return Buffer.byteLength(join(layout.cluster, `.s.PGSQL.${socketPort}`)) <= limitBytes;
}

function throughDescriptor(directory: string): SocketDirectory {
  const descriptor = openSync(directory, 'r');
  let isOpen = true;
  return {
    path: `/proc/self/fd/${descriptor}`,
    release() {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}

function throughNewLink(layout: DirectoryLayout): SocketDirectory {
  const link = join(mkdtempSync(join(tmpdir(), 'bourse-')), 's');
  writeFileSync(layout.socketLink, link);
  symlinkSync(layout.cluster, link);
  return { path: link, release: () => removeFormerLink(layout) };
}

function removeFormerLink(layout: DirectoryLayout): void {
  const link = readLink(layout);
  if (link === undefined) return;
  rmSync(link, { force: true });
  try {
    rmdirSync(dirname(link));
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
  }
  rmSync(layout.socketLink, { force: true });
}

function readLink(layout: DirectoryLayout): string | undefined {
  try {
    return readFileSync(layout.socketLink, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
