import { openInputFile } from '@bourse/entrypoints/cli/import/input-file.ts';
import type { InputLine } from '@bourse/entrypoints/cli/import/input-line.ts';
import { openRejectsFile } from '@bourse/entrypoints/cli/import/rejects-file.ts';
import { createColumnMeaning } from '@bourse/entrypoints/cli/import/trade-columns.ts';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { leftovers } from '../support/leftovers.ts';
import { createTemporaryDirectory } from '../support/temporary-directory.ts';

const later = leftovers();

describe('the list of rejected lines of an import', () => {
  it('can be imported, with every text as it was in the file that it came from', async () => {
    const directory = await createTemporaryDirectory();
    later(() => directory.remove());
    const [given, rejected] = [path.join(directory.path, 'given.csv'), path.join(directory.path, 'rejected.csv')];
    await writeFile(
      given,
      `Trade Id,Version,Counter-Party Id,Book-Id,Maturity Date,=Desk\n` +
        `=F1,-1,+CP,-B,20/05/2099,@d\n` +
        `'=F2,+2,"@C,P",''-B,20/05/2099,'tis\n` +
        `" F3 ",3," ","say ""x""",20/05/2099,\n`,
    );
    const before = await read(given);
    const rejects = await openRejectsFile(rejected, before.columns, 0);
    await rejects.add(before.lines.map(({ line, cells }) => ({ line, cells, reason: '=why' })));
    expect(await readFile(rejected, 'utf8')).toBe(
      [
        `line,reason,Trade Id,Version,Counter-Party Id,Book-Id,Maturity Date,'=Desk`,
        `2,'=why,'=F1,-1,'+CP,'-B,20/05/2099,'@d`,
        `3,'=why,''=F2,'+2,"'@C,P",'''-B,20/05/2099,'tis`,
        `4,'=why," F3 ",3," ","say ""x""",20/05/2099,`,
        '',
      ].join('\r\n'),
    );
    const after = await read(rejected);
    expect(after.columns).toEqual(before.columns);
    expect(after.lines.map(({ content }) => content)).toEqual(before.lines.map(({ content }) => content));
    // And once more, should they be rejected again: without what was said of them before.
    expect(after.lines.map(({ cells }) => cells)).toEqual(before.lines.map(({ cells }) => cells));
  });
});

async function read(file: string) {
  const meaningOf = createColumnMeaning({ map: [], ignore: ['=Desk'] });
  const input = await openInputFile(file, { format: 'csv', compressed: false, delimiter: ',', meaningOf });
  const lines: InputLine[] = [];
  for await (const line of input.lines(input.start)) lines.push(line);
  return { columns: input.columns, lines };
}
