import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRow } from './csv-cell.ts';

describe('a row of a CSV file', () => {
  it('is quoted where it has to be', () => {
    expect(csvRow(['a', 'b,c', 'say "yes"', 'two\nlines', ''])).toBe('a,"b,c","say ""yes""","two\nlines",\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('does not hold the formula %j', (formula) => {
    const [cell] = readRows(csvRow([formula]))[0] ?? [];
    expect(cell).toBe(`'${formula}`);
  });

  it('comes back as it was, whatever it holds', () => {
    const cell = fc.string({ unit: 'grapheme' }).filter((text) => !/^[=+\-@\t\r]/.test(text));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2 }), (cells) => {
        expect(readRows(csvRow(cells))).toEqual([cells]);
      }),
    );
  });
});

function readRows(text: string): string[][] {
  return parse(text, { record_delimiter: '\r\n' });
}
