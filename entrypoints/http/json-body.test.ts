import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_JSON_DEPTH, readJson } from './json-body.ts';

const read = (text: string) => readJson(Buffer.from(text));

describe('reading JSON', () => {
  it('gives what the usual parser gives, for all that can be stored', () => {
    const wellFormed = fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 5 }).filter((value) => {
      const text = JSON.stringify(value);
      return !/\\u0000|\\ud[89a-f]|"__proto__"|"constructor"/.test(text);
    });
    fc.assert(
      fc.property(wellFormed, (value) => {
        const text = JSON.stringify(value);
        const usual: unknown = JSON.parse(text);
        expect(read(text)).toEqual({ ok: true, value: usual });
      }),
    );
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(typeof readJson(Buffer.from(bytes)).ok).toBe('boolean');
      }),
    );
  });

  it('accepts nesting up to its limit, in lists and objects alike', () => {
    const nested = (depth: number) => '{"a":['.repeat(depth / 2) + ']}'.repeat(depth / 2);
    expect(read(nested(MAX_JSON_DEPTH)).ok).toBe(true);
    expect(read(nested(MAX_JSON_DEPTH + 2))).toEqual({ ok: false, refusal: 'too-deeply-nested' });
    expect(read('['.repeat(500_000) + ']'.repeat(500_000))).toEqual({ ok: false, refusal: 'too-deeply-nested' });
    expect(read('['.repeat(1_000_000))).toEqual({ ok: false, refusal: 'malformed-json' });
  });

  it.each([
    ['{"a":"\\u0000"}', 'forbidden-character'],
    ['{"\\u0000":1}', 'forbidden-character'],
    ['["\\ud83d"]', 'forbidden-character'],
    ['["\\udc00\\ud83d"]', 'forbidden-character'],
    ['{"a":{"__proto__":1}}', 'forbidden-field-name'],
    ['{"\\u005f_proto__":1}', 'forbidden-field-name'],
    ['[{"constructor":{"prototype":{}}}]', 'forbidden-field-name'],
    ['{"a":1,}', 'malformed-json'],
    ['NaN', 'malformed-json'],
    ['"a\u0000"', 'malformed-json'],
    ['\ufeff{}', 'malformed-json'],
    ['', 'malformed-json'],
  ])('refuses %j: %s', (text, refusal) => {
    expect(read(text)).toEqual({ ok: false, refusal });
  });

  it('accepts a whole surrogate pair, written out or escaped', () => {
    expect(read('["😀","\\ud83d\\ude00"]')).toEqual({ ok: true, value: ['😀', '😀'] });
  });

  it('refuses bytes that are not UTF-8', () => {
    for (const bytes of [
      [0x22, 0xff, 0x22],
      [0x22, 0xc3, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
    ]) {
      expect(readJson(Buffer.from(bytes))).toEqual({ ok: false, refusal: 'not-utf-8' });
    }
  });
});
