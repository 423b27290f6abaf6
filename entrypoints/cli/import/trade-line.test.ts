import { describe, expect, it } from 'vitest';
import type { TradeFields } from './input-line.ts';
import { isoDateOf } from './trade-date.ts';
import { readTrade } from './trade-line-codec.ts';

const sound: TradeFields = {
  trade_id: 'T1',
  version: 1,
  counterparty_id: 'CP-1',
  book_id: 'B1',
  maturity_date: '2027-05-20',
  created_date: '2026-06-15',
};

function faultOf(fields: TradeFields, dates: 'iso' | 'dd/mm/yyyy' = 'iso'): string {
  const read = readTrade(fields, dates);
  return 'fault' in read ? read.fault : 'none';
}

describe('a date of an input file', () => {
  it('is read in the format that was said', () => {
    expect(isoDateOf('20/05/2027', 'dd/mm/yyyy')).toBe('2027-05-20');
    expect(isoDateOf('2027-05-20', 'iso')).toBe('2027-05-20');
  });

  it.each([
    ['2027-05-20', 'dd/mm/yyyy'],
    ['20/5/2027', 'dd/mm/yyyy'],
    ['20/05/27', 'dd/mm/yyyy'],
    ['20.05.2027', 'dd/mm/yyyy'],
    ['20/05/2027', 'iso'],
    ['2027-5-20', 'iso'],
  ] as const)('is not guessed: %s is no date as %s', (text, format) => {
    expect(isoDateOf(text, format)).toBeUndefined();
  });
});

describe('the trade of a line', () => {
  it('is read when all is right', () => {
    expect(readTrade(sound, 'iso')).toEqual({
      trade: {
        tradeId: 'T1',
        version: 1,
        counterpartyId: 'CP-1',
        bookId: 'B1',
        maturityDate: '2027-05-20',
        createdDate: '2026-06-15',
      },
    });
  });

  it('leaves the created date to Bourse when it is not said', () => {
    const { created_date: _, ...rest } = sound;
    const read = readTrade(rest, 'iso');
    expect(read).toMatchObject({ trade: { createdDate: null } });
  });

  it('is refused with every fault at once', () => {
    const fault = faultOf({ ...sound, trade_id: 'T'.repeat(21), version: '1.0', maturity_date: '2027-02-30' });
    expect(fault).toMatch(/trade_id must be .*; version must be .*; maturity_date must be a date/);
    expect(faultOf({})).toMatch(/trade_id is missing; version is missing; counterparty_id is missing/);
  });

  it.each(['31/02/2027', '2027-05-20', '00/01/2027'])('has no maturity date %s when days come first', (text) => {
    const fields = { ...sound, created_date: '01/01/2026', maturity_date: text };
    expect(faultOf(fields, 'dd/mm/yyyy')).toBe('maturity_date must be a date as dd/mm/yyyy');
  });

  it('names the option when days come first and nobody said so', () => {
    const fault = faultOf({ ...sound, maturity_date: '20/05/2027' });
    expect(fault).toBe('maturity_date must be a date such as 2026-03-31 (days first: --date-format dd/mm/yyyy)');
  });

  it('is not made from a created date that cannot be read', () => {
    expect(faultOf({ ...sound, created_date: 'yesterday' })).toMatch(/^created_date must be a date/);
    expect(faultOf({ ...sound, created_date: 20260615 })).toMatch(/^created_date must be a date/);
  });
});
