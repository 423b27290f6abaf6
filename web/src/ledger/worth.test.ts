import { describe, expect, it } from 'vitest';
import { shareOf, sumOf, worthOf } from './worth.ts';

describe('the worth of a position', () => {
  it('is price times quantity, and the gain is what the price rose', () => {
    expect(worthOf('1.5', '100.00', '110.50')).toEqual({ value: '165.75', profit: '15.75' });
    expect(worthOf('10', '100.00', '99.999999')).toEqual({ value: '999.99999', profit: '-0.00001' });
  });

  it('is exact where floats are not', () => {
    expect(worthOf('3000000', '0.10', '0.30')).toEqual({ value: '900000.00', profit: '600000.00' });
    expect(sumOf(['0.10', '0.20', '9007199254.740993'])).toBe('9007199255.040993');
  });

  it('is not known when a part is no number', () => {
    expect(worthOf('1', '1', '')).toBeNull();
  });

  it('is a share of the whole, in hundredths of a percent', () => {
    expect(shareOf('25.00', '100.00')).toBe(2_500);
    expect(shareOf('1.00', '0.00')).toBeNull();
  });
});
