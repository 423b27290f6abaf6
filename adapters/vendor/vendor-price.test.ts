import { describe, expect, it } from 'vitest';
import { readVendorPrice } from './vendor-price.ts';

describe('a price of the vendor', () => {
  it.each([
    [189.84, 189_840_000n],
    [0.1, 100_000n],
    [0.07, 70_000n],
    [1e3, 1_000_000_000n],
    [1.5e-3, 1_500n],
    [4.35, 4_350_000n],
    [1_234_567.891, 1_234_567_891_000n],
    [0, 0n],
    [-0, 0n],
    [-5.5, -5_500_000n],
  ])('is the decimal that was written, as the number %d', (number, micros) => {
    expect(readVendorPrice(number)).toBe(micros);
  });

  it.each([
    ['189.84', 189_840_000n],
    ['189', 189_000_000n],
    ['0.000001', 1n],
    ['-1', -1_000_000n],
    ['1.25e2', 125_000_000n],
    ['1E-6', 1n],
    ['9223372036854.775807', 9_223_372_036_854_775_807n],
  ])('is read from the text "%s"', (text, micros) => {
    expect(readVendorPrice(text)).toBe(micros);
  });

  it.each([
    ['0.0000005', 0n],
    ['0.0000015', 2n],
    ['0.0000025', 2n],
    ['0.00000250001', 3n],
    ['100.1234565', 100_123_456n],
    ['100.1234575', 100_123_458n],
    ['-0.0000015', -2n],
    [1e-7, 0n],
  ])('is rounded to a millionth, half to even: %s', (value, micros) => {
    expect(readVendorPrice(value)).toBe(micros);
  });

  it.each([
    ['absent', undefined],
    ['null', null],
    ['a word', 'n/a'],
    ['an empty text', ''],
    ['a text with a space', ' 1'],
    ['a text with a comma', '1,000.00'],
    ['a text with a currency', '$1'],
    ['a plus sign', '+1'],
    ['leading zeros', '01'],
    ['no whole part', '.5'],
    ['no fraction after the point', '1.'],
    ['hexadecimal', '0x10'],
    ['not a number', Number.NaN],
    ['infinite', Number.POSITIVE_INFINITY],
    ['the word for it', 'Infinity'],
    ['one more than a 64-bit integer holds', '9223372036854.775808'],
    ['enormous', 1e300],
    ['a text with an enormous exponent', '1e999'],
    ['a very long text', `1.${'0'.repeat(100)}`],
    ['a truth value', true],
    ['an object', { value: 1 }],
    ['a list', [1]],
  ])('is none when it is %s', (_name, value) => {
    expect(readVendorPrice(value)).toBeNull();
  });
});
