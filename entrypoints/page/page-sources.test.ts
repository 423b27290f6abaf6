import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageFingerprint, ROOT, SOURCES } from './page-sources.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'bourse-page-'));
  write('web/index.html', '<html>');
  write('web/src/main.tsx', 'main');
  write('package-lock.json', '{}');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(name: string, content: string): void {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

describe('the fingerprint of the page', () => {
  it('is the same for the same sources, whatever their dates', () => {
    const before = pageFingerprint(root);
    utimesSync(path.join(root, 'web/src/main.tsx'), 1, 1);
    expect(pageFingerprint(root)).toBe(before);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['a source that is changed', 'web/src/main.tsx', 'other'],
    ['a source that is new', 'web/src/more.ts', ''],
    ['another version of a package', 'package-lock.json', '{"lockfileVersion":3}'],
    ['a room that the page takes from', 'client/api.ts', 'api'],
  ])('is another one for %s', (_what, name, content) => {
    const before = pageFingerprint(root);
    write(name, content);
    expect(pageFingerprint(root)).not.toBe(before);
  });

  it.each(['web/src/main.test.tsx', 'web/dist/index.html', 'web/dist.123/index.html', 'web/node_modules/x/index.js'])(
    'does not depend on %s',
    (name) => {
      const before = pageFingerprint(root);
      write(name, 'anything');
      expect(pageFingerprint(root)).toBe(before);
    },
  );

  it('is not there where the sources are not', () => {
    rmSync(path.join(root, 'web/index.html'));
    expect(pageFingerprint(root)).toBeNull();
  });

  it('covers everything that the page imports of other rooms', () => {
    const imported = ['web/src', 'client'].flatMap((room) =>
      readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.') && !name.includes('node_modules'))
        .flatMap((name) => [
          ...readFileSync(path.join(ROOT, room, name), 'utf8').matchAll(
            /^import (?!type)[^;]*? from '@bourse\/([^']+)'/gm,
          ),
        ]),
    );
    const files = new Set(imported.map(([, file = '']) => file));
    expect(files.size).toBeGreaterThan(5);
    const uncovered = [...files].filter(
      (file) => !SOURCES.some((source) => file === source || file.startsWith(`${source}/`)),
    );
    expect(uncovered).toEqual([]);
  });
});
