import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '@bourse/entrypoints/config/settings.ts';

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
