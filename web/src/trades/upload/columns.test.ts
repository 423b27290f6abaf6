import { describe, expect, it } from 'vitest';
import { dateFormatOf, isoDateOf, mappingFault, mappingOf } from './columns.ts';

describe('columns', () => {
  it('are known by the names of the usual table, and what is not needed is left out', () => {
    const header = ['Trade Id', 'Version', 'Counter-Party Id', 'Book-Id', 'Maturity Date', 'Created Date', 'Expired'];
    const mapping = mappingOf(header);
    expect(mapping).toEqual([
      'trade_id',
      'version',
      'counterparty_id',
      'book_id',
      'maturity_date',
      'created_date',
      null,
    ]);
    expect(mappingFault(mapping)).toBeNull();
  });

  it('are known in a file of rejected lines', () => {
    expect(mappingOf(['line', 'trade_id', 'reason'])).toEqual([null, 'trade_id', null]);
  });

  it('need all fields but the created date, each once', () => {
    expect(mappingFault(mappingOf(['Trade Id', 'Version']))).toBe(
      'Say which column holds: Counterparty, Book, Maturity date.',
    );
    const fields = mappingOf(['trade_id', 'version', 'counterparty_id', 'book_id', 'maturity_date']);
    expect(mappingFault(fields)).toBeNull();
    expect(mappingFault([...fields, 'book_id'])).toBe('Only one column can hold: Book.');
  });
});

describe('dates of a file', () => {
  it('are read in the format that is chosen, and in no other', () => {
    expect(isoDateOf('20/05/2027', 'dd/mm/yyyy')).toBe('2027-05-20');
    expect(isoDateOf('2027-05-20', 'iso')).toBe('2027-05-20');
    expect(isoDateOf('2027-05-20', 'dd/mm/yyyy')).toBeUndefined();
    expect(isoDateOf('20/05/2027', 'iso')).toBeUndefined();
  });

  it('have the format that most of them are written in', () => {
    expect(dateFormatOf(['20/05/2027', '', '01/01/2028'])).toBe('dd/mm/yyyy');
    expect(dateFormatOf(['20/05/2027', '2027-05-20', '21/05/2027', 'soon'])).toBe('dd/mm/yyyy');
    expect(dateFormatOf(['20/05/2027', '2027-05-20'])).toBe('iso');
    expect(dateFormatOf([''])).toBe('iso');
  });
});
