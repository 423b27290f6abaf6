import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CASES } from '@bourse/bench/cases/index.ts';
import { SETTINGS } from '@bourse/entrypoints/config/settings.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const guide = readFileSync(new URL('../../docs/how-to/configure.md', import.meta.url), 'utf8');

describe('the configuration guide', () => {
  it.each(Object.values(SETTINGS))('lists $name with its meaning and default', ({ name, meaning, standard }) => {
    expect(guide).toContain(`| \`${name}\` | ${meaning} | ${standard === null ? '' : `\`${standard}\``} |`);
  });

  it('lists nothing that does not exist', () => {
    const listed = [...guide.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
    expect(listed).toEqual(Object.values(SETTINGS).map(({ name }) => name));
  });
});

describe('the guide to the benchmarks', () => {
  const benchmarks = readFileSync(new URL('../../bench/README.md', import.meta.url), 'utf8');

  it.each(CASES)('says what $name measures', ({ name }) => {
    expect(benchmarks).toMatch(new RegExp(`^\\| \`${name}\` \\| \\S`, 'm'));
  });
});

describe('all documents', () => {
  it('name metrics as /metrics names them', () => {
    const sources = globSync('{adapters,application,entrypoints}/**/*.ts', {
      cwd: root,
      exclude: ['**/node_modules/**'],
    });
    const metrics = new Set(
      sources.flatMap((file) => matchesOf(file, /\.(?:count|gauge|duration)\(\s*'([a-z_]+)'/g)).flatMap(spellingsOf),
    );
    expect(metrics).toContain('consumer_failures_total');
    const documents = globSync(['*.md', 'docs/**/*.md', 'bench/*.md'], { cwd: root });
    const named = documents.flatMap((file) =>
      matchesOf(file, /`([a-z]+(?:_[a-z]+)+)[`{]/g).map((name) => `${file}: ${name}`),
    );
    expect(named).toContain('docs/how-to/look-after-prices.md: bourse_vendor_breaker_state');
    expect(named.filter((name) => metrics.has(name.replace(/^.*: /, '')))).toEqual([]);
  });
});

function matchesOf(file: string, pattern: RegExp): readonly string[] {
  return [...readFileSync(`${root}${file}`, 'utf8').matchAll(pattern)].map(([, found = '']) => found);
}

/** In the code, at /metrics as a counter, and at /metrics as a duration, each without the prefix. */
function spellingsOf(name: string): readonly string[] {
  return [name, `${name}_total`, `${name}_seconds`];
}
