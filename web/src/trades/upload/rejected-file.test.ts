import { describe, expect, it } from 'vitest';
import { mappingOf } from './columns.ts';
import { cellsOf } from './csv-reader.ts';
import type { FileColumns } from './rejected-file.ts';
import { reasonOf, rejectedFile } from './rejected-file.ts';
import type { RejectedLine } from './source-line.ts';
import { readLine } from './source-line.ts';

const FAULTS = [{ field: null, message: 'why' }];

function columnsOf(...header: readonly string[]): FileColumns {
  return { header, mapping: mappingOf(header) };
}

/** A line as it is read and rejected. */
function rejected(text: string, { mapping }: FileColumns, line = 2): RejectedLine {
  const shape = { delimiter: ',', mapping, dates: 'iso', isOfRejectedLines: false } as const;
  const { texts, cells } = readLine({ line, text, isTooLong: false }, shape);
  return { line, texts, cells, faults: FAULTS, isMended: false };
}

describe('the file of rejected lines', () => {
  it('has everything that stood on a line: what no column is for, what is not used, and what is missing as nothing', () => {
    const columns = columnsOf('Trade Id', 'Version', 'Desk', 'Counter-Party Id', 'Book-Id', 'Maturity Date');
    const lines = [
      rejected('T1,1,north,Smith, Inc,B1,2099-01-31,more,=1+1', columns),
      rejected('T2,1,south,CP,B1', columns, 3),
    ];
    expect(rejectedFile(lines, columns).split('\r\n')).toEqual([
      'line,reason,trade_id,version,Desk,counterparty_id,book_id,maturity_date',
      "2,why,T1,1,north,Smith,Inc,B1,2099-01-31,more,'=1+1",
      '3,why,T2,1,south,CP,B1,',
      '',
    ]);
  });

  it('has mended cells as they are now, and the name of the field over a column that was assigned to it', () => {
    const header = ['trade id', 'Deal', 'version'];
    const columns: FileColumns = { header, mapping: [null, 'trade_id', 'version'] };
    const line = rejected('old,D1,0', columns);
    const mended = { ...line, texts: { ...line.texts, version: '1' } };
    expect(rejectedFile([mended], columns)).toBe('line,reason,unused trade id,trade_id,version\r\n2,why,old,D1,1\r\n');
  });

  it('does not grow when it comes back and is rejected again', () => {
    const columns = columnsOf('trade_id', 'version');
    const once = rejectedFile([rejected('T1,0,x', columns)], columns);
    const [header = '', line = ''] = once.split('\r\n');
    const again = columnsOf(...(cellsOf(header, ',') ?? []));
    expect(rejectedFile([rejected(line, again)], again)).toBe(once);
  });

  it('keeps a column that is called as one of Bourse behind those of Bourse', () => {
    const columns = columnsOf('line', 'reason', 'trade_id', 'reason');
    expect(rejectedFile([rejected('9,before,T1,to hedge', columns)], columns)).toBe(
      'line,reason,trade_id,reason\r\n2,why,T1,to hedge\r\n',
    );
  });

  it('says what is wrong as a sentence: of a field by its name, and what is one already as it is', () => {
    const columns = columnsOf('trade_id', 'version');
    const faults = [
      { field: 'counterparty_id', message: 'is required and must be a text' },
      { field: 'version', message: 'A higher version is stored.', isSentence: true },
    ] as const;
    expect(reasonOf({ faults })).toBe('Counterparty is required and must be a text; A higher version is stored.');
    expect(rejectedFile([{ ...rejected('T1,1', columns), faults }], columns)).toContain(
      '\r\n2,Counterparty is required and must be a text; A higher version is stored.,T1,1\r\n',
    );
  });

  it('keeps a column of the file that is called as one of Bourse, where Bourse did not write it', () => {
    const columns = columnsOf('trade_id', 'reason');
    expect(rejectedFile([rejected('T1,to hedge', columns)], columns)).toBe(
      'line,reason,trade_id,reason\r\n2,why,T1,to hedge\r\n',
    );
  });

  it('has a line whose quotes are wrong where the trade id stands', () => {
    const columns = columnsOf('version', 'trade_id');
    expect(rejectedFile([rejected('1,"T1', columns)], columns)).toContain('\r\n2,why,,"1,""T1"\r\n');
  });
});
