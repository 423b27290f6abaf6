import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkImports } from './import-table.ts';

const run = promisify(execFile);
let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'import-table-'));
  writeTree(soundTree);
  for (const [name, folder] of Object.entries(workspaces)) {
    writeTree({ [`${folder}/package.json`]: manifest(name) });
    mkdirSync(path.join(root, 'node_modules/@bourse'), { recursive: true });
    symlinkSync(path.join(root, folder), path.join(root, 'node_modules', name));
  }
  for (const name of ['pg', 'ioredis', 'kysely', 'vitest', 'fast-check', 'eslint']) {
    writeTree({
      [`node_modules/${name}/package.json`]: JSON.stringify({ name, exports: './dist/index.js' }),
      [`node_modules/${name}/dist/index.js`]: 'export default 1;',
    });
  }
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const workspaces = {
  '@bourse/core': 'core',
  '@bourse/application': 'application',
  '@bourse/postgres': 'adapters/postgres',
  '@bourse/redis': 'adapters/redis',
  '@bourse/entrypoints': 'entrypoints',
  '@bourse/client': 'client',
  '@bourse/web': 'web',
  '@bourse/bench': 'bench',
  '@bourse/tests': 'tests',
};

/** Uses every arrow that the table allows. */
const soundTree = {
  'package.json': JSON.stringify({ devDependencies: { vitest: '1', 'fast-check': '1', eslint: '1' } }),
  'eslint.config.js': `import eslint from 'eslint'; import { shared } from './shared.config.js'; export { eslint, shared };`,
  'shared.config.js': `export const shared = 1;`,
  'core/money/money.ts': `export type Money = bigint; export const none = 0n;`,
  'core/orders/order.ts': `import { none } from '../money/money.ts'; export const order = none;`,
  'core/orders/order.test.ts': `import 'vitest'; import 'fast-check'; import './order.ts';`,
  'application/ports/log.ts': `import type { Money } from '@bourse/core/money/money.ts'; export type Log = Money;`,
  'application/orders/place.ts': `import type { Log } from '../ports/log.ts'; export const place: Log = 1n;`,
  'adapters/postgres/log.ts': `import 'node:fs'; import 'pg'; import '@bourse/application/ports/log.ts'; export const log = 1;`,
  'adapters/redis/prices.ts': `import 'ioredis'; export const prices = 1;`,
  'entrypoints/compose.ts': `import '@bourse/postgres/log.ts'; import '@bourse/application/orders/place.ts'; import('@bourse/redis/prices.ts');`,
  'entrypoints/cli/import.ts': `import '@bourse/client/client.ts'; import '../compose.ts';`,
  'entrypoints/http/schemas/order.ts': `export type WireOrder = string;`,
  'client/client.ts': `import type { WireOrder } from '@bourse/entrypoints/http/schemas/order.ts'; export type C = WireOrder;`,
  'web/page.tsx': `import '@bourse/client/client.ts'; import '@bourse/core/money/money.ts';`,
  'bench/main.ts': `import '@bourse/entrypoints/compose.ts'; import '@bourse/redis/prices.ts';`,
  'tests/system/start.test.ts': `import 'eslint'; import '@bourse/bench/main.ts'; import '@bourse/client/client.ts';`,
};

function manifest(name: string): string {
  const packages = name === '@bourse/postgres' ? ['pg'] : name === '@bourse/redis' ? ['ioredis', 'kysely'] : [];
  const dependencies = [...Object.keys(workspaces), ...packages].map((dependency) => [dependency, '1']);
  return JSON.stringify({ name, exports: { './*': './*' }, dependencies: Object.fromEntries(dependencies) as unknown });
}

function writeTree(files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
}

async function violationsWith(files: Record<string, string>): Promise<readonly string[]> {
  writeTree(files);
  return (await checkImports({ root })).violations;
}

describe('the import table', () => {
  it('holds in this repository, where it sees modules', async () => {
    // The command itself: thousands of files are read at full speed only where no coverage is counted.
    const command = await run(process.execPath, [path.join(import.meta.dirname, 'import-table.ts')]);
    expect(command.stderr).toBe('');
    expect(command.stdout).toMatch(/^core +[1-9]\d* modules/);
  });

  it('accepts every arrow it allows', async () => {
    const report = await checkImports({ root });
    expect(report.violations).toEqual([]);
    expect(report.rooms.map(({ name, modules }) => [name, modules])).toEqual([
      ['core', 3],
      ['application/ports', 1],
      ['application', 1],
      ['adapters', 2],
      ['entrypoints/cli', 1],
      ['entrypoints', 2],
      ['client', 1],
      ['web', 1],
      ['bench', 1],
      ['tests', 1],
      ['settings of tools in the root', 2],
    ]);
  });

  const orders = '@bourse/application/orders/place.ts';
  const wrongArrows = [
    ['core', 'core/x.ts', '@bourse/application/ports/log.ts', 'application/ports/log.ts'],
    ['application/ports', 'application/ports/x.ts', '../orders/place.ts', 'application/orders/place.ts'],
    ['application', 'application/x.ts', '@bourse/postgres/log.ts', 'adapters/postgres/log.ts'],
    ['application', 'application/x.test.ts', '@bourse/postgres/log.ts', 'adapters/postgres/log.ts'],
    ['adapters', 'adapters/redis/x.ts', '@bourse/postgres/log.ts', 'adapters/postgres/log.ts'],
    ['adapters', 'adapters/redis/x.ts', orders, 'application/orders/place.ts'],
    ['adapters', 'adapters/redis/x.ts', '@bourse/entrypoints/compose.ts', 'entrypoints/compose.ts'],
    ['entrypoints', 'entrypoints/x.ts', '@bourse/bench/main.ts', 'bench/main.ts'],
    ['entrypoints/cli', 'entrypoints/cli/x.ts', '@bourse/web/page.tsx', 'web/page.tsx'],
    ['entrypoints', 'entrypoints/x.ts', '@bourse/client/client.ts', 'client/client.ts'],
    ['client', 'client/x.ts', '@bourse/core/money/money.ts', 'core/money/money.ts'],
    ['web', 'web/x.ts', '@bourse/core/orders/order.ts', 'core/orders/order.ts'],
    ['web', 'web/x.ts', '@bourse/entrypoints/compose.ts', 'entrypoints/compose.ts'],
    ['bench', 'bench/x.ts', '@bourse/tests/system/start.test.ts', 'tests/system/start.test.ts'],
    ['infra', 'infra/x.ts', '../core/money/money.ts', 'core/money/money.ts'],
  ] as const;
  it.each(wrongArrows)('refuses that %s (%s) imports %s', async (room, file, specifier, target) => {
    const [violation, ...more] = await violationsWith({ [file]: `import '${specifier}';` });
    expect(more).toEqual([]);
    expect(violation).toContain(`${file} imports ${target}, but ${room} may import only `);
  });

  const forms = [
    `import { log } from '@bourse/postgres/log.ts';`,
    `import type { log } from '@bourse/postgres/log.ts';`,
    `export * from '@bourse/postgres/log.ts';`,
    `const { log } = await import('@bourse/postgres/log.ts');`,
    `type Log = import('@bourse/postgres/log.ts').Log;`,
    `type Log = typeof import('@bourse/postgres/log.ts');`,
  ];
  it.each(forms)('finds a wrong arrow written as %s', async (text) => {
    expect(await violationsWith({ 'application/x.ts': text })).toEqual([
      'application/x.ts imports adapters/postgres/log.ts, but application may import only core.',
    ]);
  });

  it('lets a client have types of the wire, not values', async () => {
    const text = `import { wire } from '@bourse/entrypoints/http/schemas/order.ts';`;
    expect(await violationsWith({ 'client/x.ts': text })).toEqual([
      'client/x.ts imports values of entrypoints/http/schemas/order.ts, but client may import only its types.',
    ]);
  });

  it.each([
    ['core', 'core/x.ts', `import fs from 'node:fs';`, 'fs'],
    ['core', 'core/x.ts', `import fs from 'fs/promises';`, 'fs/promises'],
    ['application', 'application/x.ts', `import type { Server } from 'node:http';`, 'http'],
    ['application', 'application/x.ts', `const fs = process.getBuiltinModule('node:fs');`, 'fs'],
  ])('refuses built-in modules in %s (%s)', async (room, file, text, builtIn) => {
    expect(await violationsWith({ [file]: text })).toEqual([
      `${file} imports node:${builtIn}, but ${room} may import no built-in module.`,
    ]);
  });

  it('lets a test beside the code use built-in modules', async () => {
    expect(await violationsWith({ 'core/x.test.ts': `import { hash } from 'node:crypto';` })).toEqual([]);
  });

  it.each([
    ['core', 'core/x.ts', 'vitest'],
    ['core', 'core/x.test.ts', 'eslint'],
    ['application', 'application/x.ts', 'pg'],
    ['application/ports', 'application/ports/x.ts', 'kysely'],
  ])('refuses packages in %s (%s)', async (room, file, name) => {
    expect(await violationsWith({ [file]: `import type { It } from '${name}';` })).toEqual([
      `${file} imports the package ${name}, but ${room} may import no package.`,
    ]);
  });

  it.each([
    ['adapters/postgres/x.ts', 'kysely', 'adapters/postgres/package.json'],
    ['adapters/postgres/x.ts', 'eslint', 'adapters/postgres/package.json'],
    ['bench/x.ts', 'eslint', 'bench/package.json'],
    ['tests/x.ts', 'pg', 'tests/package.json'],
    ['x.config.js', 'pg', 'package.json'],
  ])('refuses that %s imports %s, which hoisting brings but nobody declared there', async (file, name, declared) => {
    expect(await violationsWith({ [file]: `import '${name}';` })).toEqual([
      `${file} imports the package ${name}, which ${declared} does not declare.`,
    ]);
  });

  it('refuses a workspace that is not declared', async () => {
    writeTree({ 'adapters/redis/package.json': JSON.stringify({ name: '@bourse/redis', exports: { './*': './*' } }) });
    expect(
      await violationsWith({ 'adapters/redis/prices.ts': `import '@bourse/core/money/money.ts'; export const p = 1;` }),
    ).toEqual([
      'adapters/redis/prices.ts imports the package @bourse/core, which adapters/redis/package.json does not declare.',
    ]);
  });

  it.each([
    ['adapters/redis/x.ts', 'not-installed'],
    ['adapters/redis/x.ts', '@bourse/core/missing.ts'],
    ['core/x.ts', './missing.ts'],
  ])('refuses that %s imports %s, which is not there', async (file, specifier) => {
    expect(await violationsWith({ [file]: `import '${specifier}';` })).toEqual([
      `${file} imports ${specifier}, which cannot be found.`,
    ]);
  });

  it('wants other rooms by their package name and the own room by a relative path', async () => {
    const [own, other, copy] = await violationsWith({
      'adapters/redis/a.ts': `import '@bourse/redis/prices.ts';`,
      'adapters/redis/b.ts': `import '../../core/money/money.ts';`,
      'adapters/redis/c.ts': `import '../../node_modules/ioredis/dist/index.js';`,
    });
    expect(own).toContain('a.ts imports @bourse/redis/prices.ts of its own room; that is written as a relative path.');
    expect(other).toContain('b.ts imports ../../core/money/money.ts; another room is imported by its package name.');
    expect(copy).toContain('a package is imported by its name.');
  });

  it('names a circle once, also one of types', async () => {
    expect(
      await violationsWith({
        'core/a.ts': `import type { B } from './b.ts'; export type A = B;`,
        'core/b.ts': `import type { C } from './c.ts'; export type B = C;`,
        'core/c.ts': `import type { A } from './a.ts'; export type C = A;`,
      }),
    ).toEqual(['core/a.ts → core/b.ts → core/c.ts → core/a.ts is a circle.']);
  });

  it('refuses a source file in no room', async () => {
    expect(await violationsWith({ 'scripts/x.ts': `export const x = 1;` })).toEqual([
      'scripts/x.ts is in no room of the import table.',
    ]);
  });

  it('fails when there is nothing to see', async () => {
    rmSync(root, { recursive: true });
    mkdirSync(root);
    const { violations } = await checkImports({ root });
    expect(violations).toHaveLength(1);
    expect(violations[0]).toContain('holds no source file at all');
  });

  it('fails when a file is not read', async () => {
    // An ending that dependency-cruiser does not know stands for a compiler that it cannot use.
    expect(await violationsWith({ 'core/x.mtsx': '' })).toEqual([
      'The imports of 1 of 17 source files were not read: core/x.mtsx.',
    ]);
  });
});
