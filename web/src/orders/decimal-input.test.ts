import { describe, expect, it } from 'vitest';
import { readDecimal } from './decimal-input.ts';

describe('a typed number', () => {
  it.each([
    ['1.5', 'en-US', '1.5'],
    [' 100 ', 'en-US', '100'],
    ['.5', 'en-US', '0.5'],
    ['1,5', 'de-DE', '1.5'],
    ['1.5', 'de-DE', '1.5'],
    ['0.000001', 'en-US', '0.000001'],
  ])('%j in %s means %s', (typed, locale, decimal) => {
    expect(readDecimal(typed, locale)).toBe(decimal);
  });

  it.each([
    ['1,500', 'en-US', 'a comma that might be meant either way'],
    ['1.500,00', 'de-DE', 'separators of thousands'],
    ['0', 'en-US', 'nothing'],
    ['-1', 'en-US', 'less than nothing'],
    ['1e3', 'en-US', 'an exponent'],
    ['0.0000001', 'en-US', 'a seventh digit, which would have to be rounded'],
    ['', 'en-US', 'no text'],
    ['ten', 'en-US', 'a word'],
  ])('refuses %j in %s: %s', (typed, locale) => {
    expect(readDecimal(typed, locale)).toBeNull();
  });
});
