import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBuiltPage } from '@bourse/entrypoints/page/built-page.ts';
import { ROOT, SOURCES } from '@bourse/entrypoints/page/page-sources.ts';
import type { PagePlace } from '@bourse/entrypoints/page/provide-page.ts';
import { providePage } from '@bourse/entrypoints/page/provide-page.ts';
import type { TemporaryDirectory } from '../support/temporary-directory.ts';
import { createTemporaryDirectory } from '../support/temporary-directory.ts';

let directory: TemporaryDirectory;
let place: PagePlace;
let tools: string;

/** A copy of what the page is made of, so that a test can spoil it. */
beforeAll(async () => {
  directory = await createTemporaryDirectory();
  const root = directory.path;
  for (const source of SOURCES) {
    const from = path.join(ROOT, source);
    mkdirSync(path.dirname(path.join(root, source)), { recursive: true });
    cpSync(from, path.join(root, source), {
      recursive: true,
      filter: (name) => !/\/(dist[^/]*|node_modules)$/.test(name),
    });
  }
  tools = path.join(root, 'node_modules');
  place = { root, directory: path.join(root, 'web/dist') };
});
afterAll(() => directory.remove());

async function provided(): Promise<{ readonly outcome: string; readonly said: string }> {
  const said: string[] = [];
  const outcome = await providePage((sentence) => said.push(sentence), undefined, place);
  return { outcome, said: said.join('\n') };
}

const documentOf = (): string => readFileSync(path.join(place.directory, 'index.html'), 'utf8');

describe('the page at a start', () => {
  it('says what is missing where it cannot be built', async () => {
    const { outcome, said } = await provided();
    expect(outcome).toBe('not-built');
    expect(said).toContain('The page is missing: building it ...');
    expect(said).toContain('vite, a development dependency, is not installed. Run "npm ci"');
    expect(said).toContain('Until then only the API is served.');
    expect(readBuiltPage(place.directory)).toBeNull();
  });

  it('is built when it is missing, and says so and how long it took', async () => {
    symlinkSync(path.join(ROOT, 'node_modules'), tools, 'dir');
    const { outcome, said } = await provided();
    expect(outcome).toBe('built');
    expect(said).toMatch(/^The page is missing: building it \.\.\.\nThe page is built \(\d+\.\d s\)\.$/);
    const page = readBuiltPage(place.directory);
    expect(page?.document.encoded.br).toBeDefined();
    expect([...(page?.parts.keys() ?? [])].filter((name) => name.endsWith('.js')).length).toBeGreaterThan(10);
    // A test runs with NODE_ENV=test, and what is built is for production all the same.
    expect([...(page?.parts.values() ?? [])].some(({ plain }) => plain.includes('Minified React error'))).toBe(true);
    // What draws the page comes together with the first script.
    expect(documentOf()).toMatch(/<link rel="modulepreload" href="\/page\/main-[^"]+\.js"/);
    expect(documentOf()).toMatch(/<link rel="stylesheet" href="\/page\/main-[^"]+\.css"/);
    // The content policy would let none of it run.
    expect(documentOf()).not.toMatch(/<script(?![^>]* src=)|<style|style="/);
  });

  it('is left alone, and nothing said, when it is right', async () => {
    expect(await provided()).toEqual({ outcome: 'up-to-date', said: '' });
  });

  it('goes on to be what it was when its sources cannot be built', async () => {
    const before = documentOf();
    const main = path.join(place.root, 'web/src/main.tsx');
    const source = readFileSync(main, 'utf8');
    writeFileSync(main, `${source}\nconst = broken;\n`);
    const { outcome, said } = await provided();
    writeFileSync(main, source);
    expect(outcome).toBe('not-built');
    expect(said).toContain('The page is out of date: building it ...');
    expect(said).toContain('Until then the page of an earlier build is served.');
    expect(documentOf()).toBe(before);
    expect((await provided()).outcome).toBe('up-to-date');
  });

  it('is built anew when a source has changed, and nothing of the build is left over', async () => {
    const file = path.join(place.root, 'web/index.html');
    writeFileSync(file, readFileSync(file, 'utf8').replace('<title>Bourse</title>', '<title>Bourse, changed</title>'));
    const { outcome, said } = await provided();
    expect(outcome).toBe('built');
    expect(said).toContain('The page is out of date: building it ...');
    expect(documentOf()).toContain('Bourse, changed');
    expect(readdirSync(path.join(place.root, 'web')).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
    rmSync(tools);
  });
});
