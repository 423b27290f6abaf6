import { describe, expect, it } from 'vitest';
import {
  array,
  flag,
  integer,
  integerOrNull,
  micros,
  microsOrNull,
  object,
  parseObject,
  text,
  textOrNull,
  word,
} from './json-fields-codec.ts';

const DOCUMENT = parseObject(
  '{"text":"a","number":7,"half":1.5,"large":9007199254740993,"yes":true,"nothing":null,"list":[1],"inner":{"x":1},"digits":"-42"}',
);

describe('parseObject', () => {
  it.each(['null', '[]', '"text"', '1', 'true'])('refuses %s, which is no object', (json) => {
    expect(() => parseObject(json)).toThrow(TypeError);
  });

  it('refuses what is no JSON', () => {
    expect(() => parseObject('{')).toThrow(SyntaxError);
  });
});

describe('reading a field', () => {
  it('answers what is there', () => {
    expect(text(DOCUMENT, 'text')).toBe('a');
    expect(textOrNull(DOCUMENT, 'nothing')).toBeNull();
    expect(textOrNull(DOCUMENT, 'text')).toBe('a');
    expect(integer(DOCUMENT, 'number')).toBe(7);
    expect(integerOrNull(DOCUMENT, 'nothing')).toBeNull();
    expect(integerOrNull(DOCUMENT, 'number')).toBe(7);
    expect(flag(DOCUMENT, 'yes')).toBe(true);
    expect(micros(DOCUMENT, 'digits')).toBe(-42n);
    expect(microsOrNull(DOCUMENT, 'nothing')).toBeNull();
    expect(microsOrNull(DOCUMENT, 'digits')).toBe(-42n);
    expect(word(DOCUMENT, 'text', ['a', 'b'])).toBe('a');
    expect(array(DOCUMENT, 'list')).toEqual([1]);
    expect(object(DOCUMENT, 'inner')).toEqual({ x: 1 });
  });

  it.each([
    ['a text', () => text(DOCUMENT, 'number')],
    ['a text that may be null', () => textOrNull(DOCUMENT, 'missing')],
    ['a whole number from a fraction', () => integer(DOCUMENT, 'half')],
    ['a whole number from one that is not exact', () => integer(DOCUMENT, 'large')],
    ['a whole number from a text', () => integerOrNull(DOCUMENT, 'digits')],
    ['yes or no', () => flag(DOCUMENT, 'number')],
    ['millionths from a number', () => micros(DOCUMENT, 'number')],
    ['millionths that are missing', () => microsOrNull(DOCUMENT, 'missing')],
    ['a word that is not in the list', () => word(DOCUMENT, 'text', ['b'])],
    ['a list', () => array(DOCUMENT, 'inner')],
    ['an object from a list', () => object(DOCUMENT, 'list')],
    ['an object from null', () => object(DOCUMENT, 'nothing')],
  ])('refuses to read %s', (_, read) => {
    expect(read).toThrow(TypeError);
  });

  it.each(['', ' 1', '0x10', '1.5', 'a', '+1', '1n', '-'])('refuses millionths that are no digits: %j', (value) => {
    expect(() => micros({ value }, 'value')).toThrow(SyntaxError);
  });

  it.each(['toString', 'constructor'])('does not find %s, which every object inherits', (name) => {
    expect(() => text(DOCUMENT, name)).toThrow(TypeError);
    expect(() => object(DOCUMENT, name)).toThrow(TypeError);
  });
});
