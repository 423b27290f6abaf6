import { describe, expect, it } from 'vitest';
import type { TradeFields } from './trade-limits.ts';
import { tradeFaults } from './trade-limits.ts';

const SOUND: TradeFields = {
  tradeId: 'T1',
  version: 1,
  counterpartyId: 'CP-1',
  bookId: 'B1',
  maturityDate: '2026-11-20',
  createdDate: '2026-11-19',
};

const fieldsOf = (changes: Partial<TradeFields>) => tradeFaults({ ...SOUND, ...changes }).map(({ field }) => field);

describe('the fields of a trade', () => {
  it('are sound as the brief gives them', () => {
    expect(tradeFaults(SOUND)).toEqual([]);
  });

  it('may leave open when it was created', () => {
    expect(fieldsOf({ createdDate: null })).toEqual([]);
    expect(fieldsOf({ createdDate: undefined })).toEqual([]);
  });

  it.each([
    ['tradeId', 20],
    ['counterpartyId', 50],
    ['bookId', 50],
  ] as const)('limit %s to %i characters, however many code units they take', (field, max) => {
    expect(fieldsOf({ [field]: 'x'.repeat(max) })).toEqual([]);
    expect(fieldsOf({ [field]: 'x'.repeat(max + 1) })).toEqual([field]);
    expect(fieldsOf({ [field]: '🦉'.repeat(max) })).toEqual([]);
    expect(fieldsOf({ [field]: '🦉'.repeat(max + 1) })).toEqual([field]);
    expect(fieldsOf({ [field]: `x${'🦉'.repeat(max)}` })).toEqual([field]);
  });

  it.each([
    '',
    ' ',
    ' T1',
    'T1 ',
    '\u00a0T1',
    'T\n1',
    'T\0',
    'T\u007f',
    'T\u0085',
    'T\ud83e',
    1,
    null,
    undefined,
    {},
    ['T1'],
  ])('are at fault when the trade id is %j', (tradeId) => {
    expect(fieldsOf({ tradeId })).toEqual(['tradeId']);
  });

  it('take blanks, quotes and any script within a text', () => {
    expect(fieldsOf({ tradeId: 'T "1" \\ 漢字', bookId: "O'Hara & Söhne" })).toEqual([]);
  });

  it.each([1, 2, 2_147_483_647])('take the version %d', (version) => {
    expect(fieldsOf({ version })).toEqual([]);
  });

  it.each([0, -1, 1.5, 2_147_483_648, NaN, Infinity, '1', 1n, true, null, undefined])(
    'are at fault when the version is %s',
    (version) => {
      expect(fieldsOf({ version })).toEqual(['version']);
    },
  );

  it.each(['2026-02-29', '20/11/2026', '2026-11-20T00:00:00Z', '', 20261120])(
    'are at fault with the date %j',
    (date) => {
      expect(fieldsOf({ maturityDate: date })).toEqual(['maturityDate']);
      expect(fieldsOf({ createdDate: date })).toEqual(['createdDate']);
    },
  );

  it('need a maturity date', () => {
    expect(fieldsOf({ maturityDate: null })).toEqual(['maturityDate']);
    expect(fieldsOf({ maturityDate: undefined })).toEqual(['maturityDate']);
  });

  it('name every fault at once, in words that follow the name of the field', () => {
    const nothing = { tradeId: 0, version: 0, counterpartyId: 0, bookId: 0, maturityDate: 0, createdDate: 0 };
    expect(tradeFaults(nothing)).toEqual([
      {
        field: 'tradeId',
        message: 'must be a text of 1 to 20 characters without control characters and without blanks at its ends',
      },
      { field: 'version', message: 'must be a whole number from 1 to 2147483647' },
      {
        field: 'counterpartyId',
        message: 'must be a text of 1 to 50 characters without control characters and without blanks at its ends',
      },
      {
        field: 'bookId',
        message: 'must be a text of 1 to 50 characters without control characters and without blanks at its ends',
      },
      { field: 'maturityDate', message: 'must be a date such as 2026-03-31' },
      { field: 'createdDate', message: 'must be a date such as 2026-03-31' },
    ]);
  });
});
