import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeText, decimalText, moneyText, quantityText } from './decimal-text.ts';

const US = ['en-US'];

describe('decimal text', () => {
  it.each([
    ['1234567.5', '1,234,567.50'],
    ['0.000001', '0.000001'],
    ['-12.3', '\u221212.30'],
    ['9007199254740993.123456', '9,007,199,254,740,993.123456'],
    ['1000.00', '1,000.00'],
  ])('writes the money %s as %s', (decimal, text) => {
    expect(moneyText(decimal, US)).toBe(text);
  });

  it('writes numbers as the language of the reader does', () => {
    expect(moneyText('1234567.891', ['de-DE'])).toBe('1.234.567,891');
    expect(moneyText('1234567.891', ['fr-FR']).replaceAll(/\s/gu, ' ')).toBe('1 234 567,891');
    expect(moneyText('1234567.891', ['en-IN'])).toBe('12,34,567.891');
  });

  it('writes the sign of every change but none', () => {
    expect(changeText('5', US)).toBe('+5.00');
    expect(changeText('-5', US)).toBe('\u22125.00');
    expect(changeText('0.00', US)).toBe('0.00');
  });

  it('adds no digits to a quantity', () => {
    expect(quantityText('1.5', US)).toBe('1.5');
    expect(quantityText('100', US)).toBe('100');
  });

  it('loses no digit, whatever the number', () => {
    const whole = fc.bigInt({ min: 0n, max: 10n ** 18n });
    const fraction = fc.bigInt({ min: 0n, max: 999_999n }).map((digits) => digits.toString().padStart(6, '0'));
    fc.assert(
      fc.property(whole, fraction, fc.boolean(), (units, digits, negative) => {
        const decimal = `${negative ? '-' : ''}${units}.${digits}`;
        const plain = decimalText(decimal, { atLeast: 6 }, US).replaceAll(',', '').replace('\u2212', '-');
        expect(plain).toBe(decimal);
      }),
    );
  });

  it.each(['', '1e5', 'NaN', '1,5', ' 1'])('refuses %j, which is no decimal', (text) => {
    expect(() => moneyText(text)).toThrow(RangeError);
  });
});
