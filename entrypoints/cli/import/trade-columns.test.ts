import { describe, expect, it } from 'vitest';
import { ImportError } from './import-error.ts';
import type { ColumnNaming } from './trade-columns.ts';
import { createColumnMeaning, fieldsOfHeader } from './trade-columns.ts';

const plain: ColumnNaming = { map: [], ignore: [] };
const ALL = ['trade_id', 'version', 'counterparty_id', 'book_id', 'maturity_date', 'created_date'];

function fieldsOf(names: readonly string[], naming = plain) {
  return fieldsOfHeader(names, createColumnMeaning(naming));
}

describe('the columns of an input file', () => {
  it('are known by the names of the brief', () => {
    const names = ['Trade Id', 'Version', 'Counter-Party Id', 'Book-Id', 'Maturity Date', 'Created Date', 'Expired'];
    expect(fieldsOf(names)).toEqual([...ALL, null]);
  });

  it('are known by the names of the API, in any order, whatever their case', () => {
    expect(fieldsOf([...ALL].reverse())).toEqual([...ALL].reverse());
    expect(fieldsOf(ALL.map((name) => name.toUpperCase()))).toEqual(ALL);
  });

  it('need not hold the created date', () => {
    expect(fieldsOf(ALL.slice(0, 5))).toEqual(ALL.slice(0, 5));
  });

  it('are those of a file of rejected lines too, so that it can be mended and imported', () => {
    expect(fieldsOf(['line', 'reason', ...ALL])).toEqual([null, null, ...ALL]);
  });

  it('can be given a meaning, also one that goes against their name', () => {
    const naming = { map: ['Deal No = trade_id', 'Version=book id', 'a=b=version'], ignore: ['Desk'] };
    const names = ['deal_no', 'version', 'A=B', 'desk', 'counterparty_id', 'maturity_date'];
    expect(fieldsOf(names, naming)).toEqual([
      'trade_id',
      'book_id',
      'version',
      null,
      'counterparty_id',
      'maturity_date',
    ]);
  });

  it('are refused with every fault at once', () => {
    const header = () => fieldsOf(['Trade Id', 'trade-id', 'Version', 'Trader', 'Desk', 'Maturity Date']);
    expect(header).toThrow(ImportError);
    expect(header).toThrow('no column for counterparty_id, book_id');
    expect(header).toThrow('more than one column for trade_id');
    expect(header).toThrow('"Trader", "Desk" mean nothing');
  });

  it.each([
    [';', '";"'],
    ['\t', 'tab'],
    ['|', '"|"'],
  ])('are asked for what is between them when %j makes one column of all', (between, option) => {
    expect(() => fieldsOf([ALL.join(between)])).toThrow(`Say what is between the columns with --delimiter ${option}.`);
  });

  it.each(['Deal No', 'Deal No=', '=trade_id', 'Deal No=expired', ''])('cannot be mapped by %j', (mapping) => {
    expect(() => createColumnMeaning({ map: [mapping], ignore: [] })).toThrow(ImportError);
  });
});
