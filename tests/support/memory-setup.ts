import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** A file system in memory, on Linux. */
const PLACE = '/dev/shm';
/** The files of a run at any one time take a tenth of this, and its processes the half. */
const ENOUGH_BYTES = 4 * 2 ** 30;

/**
 * Has the temporary files of the run in memory where there is plenty of it: it makes and removes dozens of databases of a thousand files each,
 * and waits for the disk at every commit. What a process leaves that is killed is the same there. TMPDIR, if it is set, stands.
 */
export default function setup(): void {
  if (process.env['TMPDIR'] !== undefined || !hasRoom()) return;
  // Containers may share the place, and a process number says something in one of them only.
  const prefix = `bourse-tests-${readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '')}-`;
  removeAbandoned(prefix);
  const directory = path.join(PLACE, `${prefix}${process.pid}`);
  // The number of this process may have been that of one which was killed.
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  process.once('exit', () => {
    rmSync(directory, { recursive: true, force: true });
  });
  // As it is with /tmp, whatever the umask says: some tests run as others.
  chmodSync(directory, 0o1777);
  if (canExecute(directory)) process.env['TMPDIR'] = directory;
}

function hasRoom(): boolean {
  if (!existsSync(PLACE)) return false;
  const { bavail, bsize } = statfsSync(PLACE);
  return Math.min(bavail * bsize, process.availableMemory()) > ENOUGH_BYTES;
}

/** Some tests start programs from there, which containers may forbid. */
function canExecute(directory: string): boolean {
  const program = path.join(directory, 'program');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
  const { status } = spawnSync(program);
  rmSync(program);
  return status === 0;
}

/** What runs of this user have left that were killed. */
function removeAbandoned(prefix: string): void {
  for (const name of readdirSync(PLACE).filter((entry) => entry.startsWith(prefix))) {
    if (
      lstatSync(path.join(PLACE, name)).uid !== process.geteuid?.() ||
      existsSync(`/proc/${name.slice(prefix.length)}`)
    )
      continue;
    rmSync(path.join(PLACE, name), { recursive: true, force: true });
  }
}
