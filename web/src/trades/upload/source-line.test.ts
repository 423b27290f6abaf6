import { csvRow } from '@bourse/client/csv-row.ts';
import { TRADE_FIELDS } from '@bourse/client/trade-fields.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mappingOf } from './columns.ts';
import type { FieldTexts } from './source-line.ts';
import { readLine } from './source-line.ts';

const HEADER = ['line', ...TRADE_FIELDS, 'reason'];

function read(text: string, isOfRejectedLines: boolean): FieldTexts {
  const shape = { delimiter: ',', mapping: mappingOf(HEADER), dates: 'iso', isOfRejectedLines } as const;
  return readLine({ line: 2, text, isTooLong: false }, shape).texts;
}

describe('a line of a file', () => {
  it('of rejected lines says what it said before, whatever that was', () => {
    const dangerous = fc.stringMatching(/^['=+@\t -]{0,3}[0-9a",]{0,3} ?$/);
    // A replacement character is taken for a byte that is no UTF-8.
    const text = fc
      .oneof(fc.string({ unit: 'grapheme' }), dangerous)
      .map((cell) => cell.replaceAll(/[\r\n\ufffd]/g, ''));
    fc.assert(
      fc.property(fc.tuple(text, text, text, text, text, text), (cells) => {
        const row = csvRow(['7', ...cells, '=why']).replace(/\r\n$/, '');
        expect(Object.values(read(row, true))).toEqual(cells);
      }),
    );
  });

  it('of any other file keeps its apostrophes', () => {
    expect(read("2,'=T,1,'CP,'+B,2030-01-31,,", false)).toMatchObject({
      trade_id: "'=T",
      counterparty_id: "'CP",
      book_id: "'+B",
    });
  });
});
