import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextLine } from './csv-reader.ts';
import { cellsOf, delimiterOf, linesOf, MAX_LINE_CHARACTERS } from './csv-reader.ts';

async function* piecesOf(...pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}
async function read(...pieces: readonly string[]): Promise<readonly TextLine[]> {
  const lines: TextLine[] = [];
  for await (const line of linesOf(piecesOf(...pieces))) lines.push(line);
  return lines;
}

describe('the lines of a file', () => {
  it('have their numbers, with blank ones left out', async () => {
    const lines = await read('a\r\n\n  \nb\nc');
    expect(lines.map(({ line, text }) => [line, text])).toEqual([
      [1, 'a'],
      [4, 'b'],
      [5, 'c'],
    ]);
  });

  it('are the same however the text comes in', async () => {
    const text = 'one,1\r\ntwo,2\n\nthree';
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 6 }), async (cuts) => {
        const places = [0, ...cuts.toSorted((one, other) => one - other), text.length];
        const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
        expect(await read(...pieces)).toEqual(await read(text));
      }),
    );
  });

  it('are cut off when they are far too long, and the next one is whole again', async () => {
    const long = 'x'.repeat(MAX_LINE_CHARACTERS);
    const lines = await read(long, long, long, '\nshort\n');
    expect(lines[0]).toMatchObject({ line: 1, isTooLong: true });
    expect(lines[0]?.text.length).toBe(MAX_LINE_CHARACTERS);
    expect(lines[1]).toEqual({ line: 2, text: 'short', isTooLong: false });
  });
});

describe('the cells of a line', () => {
  it.each([
    ['a,b,c', ['a', 'b', 'c']],
    [' a , "b" ,c ', ['a', 'b', 'c']],
    [' " a " , b ', [' a ', 'b']],
    ['"a,b","say ""yes""",', ['a,b', 'say "yes"', '']],
    ['', ['']],
  ])('of %s', (text, cells) => {
    expect(cellsOf(text, ',')).toEqual(cells);
  });

  it.each(['"open,b', 'a"b,c', '"a"b,c'])('are refused where quotes are wrong: %s', (text) => {
    expect(cellsOf(text, ',')).toBeNull();
  });

  it('are cut by the character that the header has most of', () => {
    expect(delimiterOf('a;b, c;d')).toBe(';');
    expect(delimiterOf('a\tb')).toBe('\t');
    expect(delimiterOf('alone')).toBe(',');
    expect(cellsOf('a;b,c', ';')).toEqual(['a', 'b,c']);
  });
});
