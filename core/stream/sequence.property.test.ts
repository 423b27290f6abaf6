import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSequence, parseSequence } from './sequence.ts';

const position = fc.bigInt({ min: 0n, max: 9_999_999_999_999_999_999n });
const sequence = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 255 }), position), {
    minLength: 1,
    maxLength: 256,
    selector: ([partition]) => partition,
  })
  .map((parts) => new Map(parts));

describe('a sequence', () => {
  it('reads back as it was written, whatever the order of its partitions', () => {
    fc.assert(
      fc.property(sequence, (written) => {
        const read = parseSequence(formatSequence(written));
        expect(read).toEqual(written);
      }),
    );
  });

  it('has one way to be written: any other text is none', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[-.0-9x]{0,12}$/), (text) => {
        const read = parseSequence(text);
        if (read !== undefined) expect(formatSequence(read)).toBe(text);
      }),
    );
  });

  it.each([
    '',
    '1',
    '1-',
    '-1',
    '1-01',
    '01-1',
    '1-2.1-3',
    '2-1.1-1',
    '1-2.',
    '1--2',
    '1-2 ',
    '1-12345678901234567890',
  ])('is not %j', (text) => {
    expect(parseSequence(text)).toBeUndefined();
  });

  it('has at most 256 partitions', () => {
    const parts = Array.from({ length: 257 }, (_, partition) => `${partition}-0`);
    expect(parseSequence(parts.join('.'))).toBeUndefined();
    expect(parseSequence(parts.slice(0, 256).join('.'))?.size).toBe(256);
  });
});
