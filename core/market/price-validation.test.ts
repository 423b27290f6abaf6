import { describe, expect, it } from 'vitest';
import { faultOfPrice } from './price-validation.ts';

const dollars = (units: bigint): bigint => units * 1_000_000n;

describe('a quoted price', () => {
  it('is believed when there is no earlier one to hold it against', () => {
    expect(faultOfPrice(dollars(150n), undefined, 10n)).toBeUndefined();
  });

  it('is believed down to the smallest unit when it is the first', () => {
    expect(faultOfPrice(1n, undefined, 10n)).toBeUndefined();
  });

  it('is refused at zero and below', () => {
    expect(faultOfPrice(0n, undefined, 10n)).toBe('not-positive');
    expect(faultOfPrice(-1n, undefined, 10n)).toBe('not-positive');
    expect(faultOfPrice(0n, 1n, 10n)).toBe('not-positive');
  });

  it('may rise by exactly the factor and no further', () => {
    expect(faultOfPrice(dollars(1500n), dollars(150n), 10n)).toBeUndefined();
    expect(faultOfPrice(dollars(1500n) + 1n, dollars(150n), 10n)).toBe('jump');
  });

  it('may fall by exactly the factor and no further', () => {
    expect(faultOfPrice(dollars(15n), dollars(150n), 10n)).toBeUndefined();
    expect(faultOfPrice(dollars(15n) - 1n, dollars(150n), 10n)).toBe('jump');
  });

  it('is judged exactly where the factor does not divide the last good price', () => {
    expect(faultOfPrice(34n, 100n, 3n)).toBeUndefined();
    expect(faultOfPrice(33n, 100n, 3n)).toBe('jump');
  });
});
