import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openEmptySite } from '../support/embedded-site.ts';
import { leftovers } from '../support/leftovers.ts';

const later = leftovers();

it.each([[[]], [['--to', '9']]])(
  'says that there is no log where there is no database, and makes none: %j',
  async (options) => {
    const nowhere = await openEmptySite();
    later(() => nowhere.close());
    const command = nowhere.run('partitions', ...options);
    expect(await command.ended).toEqual({ code: 1, signal: null });
    expect(command.output()).toContain(`There is no database in the data directory ${nowhere.directory}.`);
    expect(readdirSync(nowhere.directory)).toEqual([]);
  },
);
