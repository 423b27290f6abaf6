import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursorOf, pageOf, pageRequestOf } from './page-cursor-codec.ts';
import { InvalidRequest } from './problem.ts';

describe('cursors', () => {
  it('are read as they were written', () => {
    const key = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), (keys) => {
        const formats = keys.map(() => 'text' as const);
        expect(pageRequestOf({ cursor: cursorOf(keys) }, formats)).toEqual({ limit: 50, after: keys });
      }),
    );
  });

  it.each([
    ['', ['text']],
    ['not base64 JSON', ['text']],
    [cursorOf(['a', 'b']), ['text']],
    [cursorOf([]), ['text']],
    [cursorOf(['a']), ['uuid']],
    [cursorOf(['a\0']), ['text']],
    [Buffer.from('[1]').toString('base64url'), ['text']],
    [Buffer.from('{"a":1}').toString('base64url'), ['text']],
  ] as const)('that no list made are refused: %j', (cursor, formats) => {
    expect(() => pageRequestOf({ cursor }, formats)).toThrow(InvalidRequest);
  });
});

describe('pages', () => {
  const toPage = (items: readonly number[], limit: number) =>
    pageOf(items, limit, { toJson: (item) => ({ item }), keysOf: (item) => [item.toString()] });

  it('go on when there is one item more than they hold', () => {
    expect(toPage([1, 2, 3], 2)).toEqual({ items: [{ item: 1 }, { item: 2 }], next_cursor: cursorOf(['2']) });
  });

  it('end when there is not', () => {
    expect(toPage([1, 2], 2)).toEqual({ items: [{ item: 1 }, { item: 2 }], next_cursor: null });
    expect(toPage([], 2)).toEqual({ items: [], next_cursor: null });
  });
});
