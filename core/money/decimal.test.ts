import { describe, expect, it } from 'vitest';
import { formatMicros, formatMoney, parseMicros } from './decimal.ts';

describe('parseMicros', () => {
  it.each([
    ['0', 0n],
    ['1', 1_000_000n],
    ['0.000001', 1n],
    ['12.5', 12_500_000n],
    ['12.500000', 12_500_000n],
    ['-0.5', -500_000n],
    ['-0', 0n],
    ['9007199254.740993', 9_007_199_254_740_993n],
    ['9223372036854.775807', 9_223_372_036_854_775_807n],
    ['-9223372036854.775807', -9_223_372_036_854_775_807n],
  ])('reads %s', (text, micros) => {
    expect(parseMicros(text)).toBe(micros);
  });

  it.each([
    ['', 'nothing'],
    [' 1', 'a space before'],
    ['1 ', 'a space behind'],
    ['1\n', 'a line break behind'],
    ['+1', 'a plus sign'],
    ['01', 'a leading zero'],
    ['.5', 'no digit before the point'],
    ['1.', 'no digit after the point'],
    ['1.0000000', 'a seventh digit after the point'],
    ['1e3', 'an exponent'],
    ['1,000', 'a comma'],
    ['0x10', 'another base'],
    ['--1', 'two signs'],
    ['NaN', 'a word'],
    ['Infinity', 'another word'],
    ['١', 'a digit of another script'],
    ['9223372036854.775808', 'more than 64 bits hold'],
    ['-9223372036854.775808', 'less than the negative of what it can read'],
    ['10000000000000', 'more than 13 digits before the point'],
  ])('refuses %j: %s', (text) => {
    expect(parseMicros(text)).toBeUndefined();
  });
});

describe('formatMicros', () => {
  it.each([
    [0n, '0'],
    [1n, '0.000001'],
    [-1n, '-0.000001'],
    [1_500_000n, '1.5'],
    [10_000_000n, '10'],
    [-9_223_372_036_854_775_808n, '-9223372036854.775808'],
  ])('writes %s as the shortest decimal', (micros, text) => {
    expect(formatMicros(micros)).toBe(text);
  });

  it.each([
    [2, '1.50'],
    [6, '1.500000'],
    [1, '1.5'],
  ])('writes at least %i digits after the point when asked to', (digits, text) => {
    expect(formatMicros(1_500_000n, digits)).toBe(text);
  });
});

describe('formatMoney', () => {
  it('writes at least cents, and more where they are needed', () => {
    expect(formatMoney(1_000_000_000n)).toBe('1000.00');
    expect(formatMoney(-10_000n)).toBe('-0.01');
    expect(formatMoney(1_234n)).toBe('0.001234');
  });
});
