import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';

/** A real file system of its own and of a stated size, mounted on a directory. */
export interface SmallDisk {
  /** Takes room, of which so many bytes are left; none when that many are not free. */
  fillUpTo(freeBytes: number): void;
  /** Gives back what was taken. */
  empty(): void;
  freeBytes(): number;
  /** Unmounts it. */
  close(): Promise<void>;
}

/**
 * The shell that mounts it holds it as long as its input is open, and unmounts it then: also when this process is killed. The name of a
 * mount that others still work in goes at once, the rest when they have ended.
 */
const HOLDER =
  'mount -t tmpfs -o "size=$2,mode=0755" bourse-test "$1" && echo mounted && cat > /dev/null; umount -l "$1"';
const TRIAL =
  'place=$(mktemp -d) && mount -t tmpfs bourse-test "$place"; mounted=$?; umount "$place"; rmdir "$place"; exit $mounted';
const BLOCK = Buffer.alloc(2 ** 20, 1);

/** Whether this process may mount a file system: root may, unless it is shut in. */
export function mayMount(): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', TRIAL]);
  return status === 0;
}

/** Mounts an empty disk on a directory. Throws, with what the system says, where this process may not mount: it takes root. */
export async function mountSmallDisk(directory: string, sizeBytes: number): Promise<SmallDisk> {
  const holder = spawn('/bin/sh', ['-c', HOLDER, 'holder', directory, String(sizeBytes)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    cwd: '/',
  });
  const ended = once(holder, 'exit');
  let said = '';
  holder.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await Promise.race([once(holder.stdout, 'data'), ended]);
  if (holder.exitCode !== null) {
    throw new Error(`a file system of its own, for a disk that is really full, could not be had: ${said}`);
  }
  const ballast = path.join(directory, 'ballast');
  const freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  };
  return {
    freeBytes,
    fillUpTo(leftBytes) {
      const file = openSync(ballast, 'a');
      try {
        for (let free = freeBytes(); free > leftBytes; free = freeBytes()) {
          const wanted = Math.min(free - leftBytes, BLOCK.length);
          if (writeSync(file, BLOCK, 0, wanted) < wanted) return;
        }
      } catch (error) {
        // Others were faster to take the last of it: as full as it was to be.
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    empty() {
      rmSync(ballast, { force: true });
    },
    async close() {
      holder.stdin.end();
      await ended;
    },
  };
}
