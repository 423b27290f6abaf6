import { csvRow, originalCell } from '@bourse/client/csv-row.ts';
import { isOfRejectedLines, placesOfOwnColumns } from '@bourse/client/rejected-lines.ts';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('a row of a CSV file', () => {
  it('is quoted where it has to be', () => {
    expect(csvRow(['a', 'b,c', 'say "yes"', 'two\nlines', ' end ', ''])).toBe(
      'a,"b,c","say ""yes""","two\nlines"," end ",\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1+2', '@SUM(A1)', '\tx', '\rx', "'=1+1"])('does not hold the formula %j', (formula) => {
    const [cell] = readRow(csvRow([formula]));
    expect(cell).toBe(`'${formula}`);
  });

  it('leaves numbers as they are', () => {
    expect(csvRow(['-12.50', '0.000001', '-1'])).toBe('-12.50,0.000001,-1\r\n');
  });

  it("leaves an apostrophe that is a text's own", () => {
    expect(readRow(csvRow(["'tis", "O'Neill"])).map(originalCell)).toEqual(["'tis", "O'Neill"]);
  });

  it('comes back as it was, whatever it holds', () => {
    const dangerous = fc.stringMatching(/^['=+@\t -]{0,3}[0-9a]{0,2}[ \t\r\n]?$/);
    const cell = fc.oneof(fc.string({ unit: 'grapheme' }), dangerous);
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2 }), (cells) => {
        expect(readRow(csvRow(cells)).map(originalCell)).toEqual(cells);
      }),
    );
  });
});

describe('a file of rejected lines', () => {
  it('is known by its columns, also when one of them was deleted', () => {
    expect(isOfRejectedLines(['line', 'reason', 'Trade Id'])).toBe(true);
    expect(isOfRejectedLines(['trade_id', 'Reason'])).toBe(true);
    expect(isOfRejectedLines(['Line', 'trade_id'])).toBe(true);
    expect(isOfRejectedLines(['Trade Id', 'Version', 'Deadline'])).toBe(false);
  });

  it('has two columns of its own, where both are there, and none of those that came with the trades', () => {
    expect([...placesOfOwnColumns(['line', 'reason', 'trade_id', 'reason'])]).toEqual([0, 1]);
    expect([...placesOfOwnColumns(['trade_id', 'reason', 'line'])]).toEqual([2, 1]);
    expect([...placesOfOwnColumns(['trade_id', 'reason'])]).toEqual([]);
  });
});

/** As whoever reads blanks around a cell as not being part of it. */
function readRow(text: string): readonly string[] {
  const rows: string[][] = parse(text, { record_delimiter: '\r\n', trim: true });
  return rows[0] ?? [];
}
