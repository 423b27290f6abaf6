import { describe, expect, it } from 'vitest';
import { isStale, newestPrices } from './price.ts';
import type { Price } from './price.ts';

const quoted: Price = { symbol: 'ACME', priceMicros: 150_000_000n, source: 'vendor', asOfMs: 1_000_000 };

describe('a price', () => {
  it('is fresh at the moment it is quoted', () => {
    expect(isStale(quoted, 1_000_000, 300_000)).toBe(false);
  });

  it('is still fresh at exactly its greatest age', () => {
    expect(isStale(quoted, 1_300_000, 300_000)).toBe(false);
  });

  it('is stale a millisecond later', () => {
    expect(isStale(quoted, 1_300_001, 300_000)).toBe(true);
  });

  it('is fresh when the clock was set back behind it', () => {
    expect(isStale(quoted, 900_000, 300_000)).toBe(false);
  });

  it('is stale after any passing of time when no age is allowed', () => {
    expect(isStale(quoted, 1_000_000, 0)).toBe(false);
    expect(isStale(quoted, 1_000_001, 0)).toBe(true);
  });
});

describe('the newest prices', () => {
  it('are one for each symbol, whatever the order in which they came', () => {
    const other = { ...quoted, symbol: 'OTHER' };
    const late = { ...quoted, asOfMs: 999_999 };
    expect([...newestPrices([quoted, late, other]).values()]).toEqual([quoted, other]);
  });

  it('are the later to come of two of one moment', () => {
    const corrected = { ...quoted, priceMicros: 1n };
    expect(newestPrices([quoted, corrected]).get('ACME')).toBe(corrected);
  });
});
