import { describe, expect, it } from 'vitest';
import { decideTrade, isExpired } from './trade-decider.ts';
import { given } from './trade-scenario.test-support.ts';

const LAST_MS = Date.UTC(2026, 10, 20, 23, 59, 59, 999);
const MIDNIGHT_MS = LAST_MS + 1;

describe('a version of a live trade', () => {
  it('is stored when it is the first, whatever its number', () => {
    expect(given().when({ version: 1 })).toEqual({ said: 'stored', records: ['v1 B1'] });
    expect(given().when({ version: 7 })).toEqual({ said: 'stored', records: ['v7 B1'] });
  });

  it('replaces the record of the same version', () => {
    const outcome = given({ version: 1 }, { version: 2 }).when({ version: 2, book: 'B2' });
    expect(outcome).toEqual({ said: 'stored', records: ['v1 B1', 'v2 B2'] });
  });

  it('is added when it is higher, with or without a gap', () => {
    expect(given({ version: 1 }).when({ version: 2 }).records).toEqual(['v1 B1', 'v2 B1']);
    expect(given({ version: 1 }).when({ version: 2_147_483_647 }).records).toEqual(['v1 B1', 'v2147483647 B1']);
  });

  it('is refused when it is lower than the highest stored, also one that is stored itself', () => {
    const refused = { said: 'version-superseded', records: ['v1 B1', 'v3 B1'] };
    expect(given({ version: 1 }, { version: 3 }).when({ version: 2, book: 'B2' })).toEqual(refused);
    expect(given({ version: 1 }, { version: 3 }).when({ version: 1, book: 'B2' })).toEqual(refused);
  });

  it('does not count as stored when it was refused', () => {
    const outcome = given({ version: 1 }, { version: 9, maturity: '2026-11-19' }).when({ version: 2 });
    expect(outcome).toEqual({ said: 'stored', records: ['v1 B1', 'v2 B1'] });
  });

  it('is refused for its version when its maturity has passed as well', () => {
    const outcome = given({ version: 2 }).when({ version: 1, maturity: '2026-11-19' });
    expect(outcome).toEqual({ said: 'version-superseded', records: ['v2 B1'] });
  });
});

describe('the maturity of a live trade', () => {
  it.each([
    ['2026-11-19', 'maturity-passed'],
    ['2026-11-20', 'stored'],
    ['2026-11-21', 'stored'],
    ['0001-01-01', 'maturity-passed'],
    ['9999-12-31', 'stored'],
  ])('on %s leads to %s on 2026-11-20', (maturity, said) => {
    expect(given().when({ version: 1, maturity }).said).toBe(said);
  });

  it('may be today until the last millisecond of the day in UTC, and not from midnight on', () => {
    expect(given().when({ version: 1, maturity: '2026-11-20', atMs: LAST_MS }).said).toBe('stored');
    expect(given().when({ version: 1, maturity: '2026-11-20', atMs: MIDNIGHT_MS }).said).toBe('maturity-passed');
    expect(given().when({ version: 1, maturity: '2026-11-21', atMs: MIDNIGHT_MS }).said).toBe('stored');
  });

  it('leaves the record of the same version untouched when it has passed', () => {
    const outcome = given({ version: 1 }).when({ version: 1, book: 'B2', maturity: '2026-11-19' });
    expect(outcome).toEqual({ said: 'maturity-passed', records: ['v1 B1'] });
  });
});

describe('a trade that is loaded as history', () => {
  it('is stored beside a higher version, and replaces only its own', () => {
    const loaded = given({ version: 3 }).when({ version: 1, asHistory: true });
    expect(loaded).toEqual({ said: 'stored', records: ['v1 B1', 'v3 B1'] });
    const again = given({ version: 3 }, { version: 1, asHistory: true }).when({
      version: 1,
      book: 'B2',
      asHistory: true,
    });
    expect(again).toEqual({ said: 'stored', records: ['v1 B2', 'v3 B1'] });
  });

  it('is marked as expired when its maturity has passed, and not on the day itself', () => {
    expect(given().when({ version: 1, maturity: '2026-11-19', asHistory: true }).records).toEqual(['v1 B1 expired']);
    expect(given().when({ version: 1, maturity: '2026-11-20', asHistory: true }).records).toEqual(['v1 B1']);
  });

  it('counts for the live versions that follow', () => {
    const history = { version: 5, maturity: '2020-01-01', asHistory: true };
    expect(given(history).when({ version: 4 }).said).toBe('version-superseded');
    expect(given(history).when({ version: 5 }).records).toEqual(['v5 B1']);
  });

  it('does not lower the highest version', () => {
    const loaded = { version: 1, asHistory: true };
    expect(given({ version: 3 }, loaded).when({ version: 2 }).said).toBe('version-superseded');
  });
});

describe('the example of the brief', () => {
  const today = '2026-11-20';
  const trade = {
    tradeId: 'T2',
    version: 1,
    counterpartyId: 'CP-1',
    bookId: 'B1',
    maturityDate: '2026-12-20',
    createdDate: today,
  };

  it('refuses T2 v1 behind T2 v2 as a live trade, and takes it as history', () => {
    expect(decideTrade(trade, { highestVersion: 2, today, asHistory: false })).toEqual({
      ok: false,
      refusal: 'version-superseded',
    });
    expect(decideTrade(trade, { highestVersion: 2, today, asHistory: true })).toEqual({
      ok: true,
      value: { trade, expired: false, isNew: false, highestVersion: 2 },
    });
  });

  it('takes the expired T3 v3 as history only', () => {
    const expired = { ...trade, tradeId: 'T3', version: 3, maturityDate: '2014-05-20' };
    expect(isExpired(expired.maturityDate, today)).toBe(true);
    expect(decideTrade(expired, { highestVersion: undefined, today, asHistory: false }).ok).toBe(false);
    expect(decideTrade(expired, { highestVersion: undefined, today, asHistory: true })).toEqual({
      ok: true,
      value: { trade: expired, expired: true, isNew: true, highestVersion: 3 },
    });
  });
});
