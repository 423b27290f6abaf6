import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArrayReader } from './bulk-array.ts';
import { createLineReader } from './bulk-lines.ts';
import type { BulkReader, BulkText } from './bulk-piece.ts';
import { behindByteOrderMark } from './byte-order-mark.ts';

const MAX_BYTES = 40;
const READERS = { lines: createLineReader, array: createArrayReader } as const;
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

interface Reading {
  readonly texts: readonly BulkText[];
  readonly broken: BulkReader['brokenAt'];
}

/** Reads a body that comes cut at these places. */
function read(kind: keyof typeof READERS, body: Buffer, cuts: readonly number[] = []): Reading {
  const reader = behindByteOrderMark(READERS[kind](MAX_BYTES));
  const places = [0, ...cuts.map((cut) => cut % (body.length + 1)).toSorted((one, other) => one - other), body.length];
  const pieces = places.slice(1).map((to, index) => Buffer.from(body.subarray(places[index], to)));
  const texts = pieces.flatMap((piece) => (reader.brokenAt === null ? reader.push(piece) : []));
  return { texts: [...texts, ...(reader.brokenAt === null ? reader.end() : [])], broken: reader.brokenAt };
}

const readText = (kind: keyof typeof READERS, text: string): Reading => read(kind, Buffer.from(text));

/** Bytes that mean something to a reader, more often than chance would have it. */
const body = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['[', ']', '{', '}', ',', '"', '\\', '\n', '\r\n', ' ', '[1,2]', '"a,b"', '{"a":[1,"]"]}'].map((text) =>
          Buffer.from(text),
        ),
      ),
      fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 5 }).map((bytes) => Buffer.from(bytes)),
    ),
    { maxLength: 30 },
  )
  .map((parts) => Buffer.concat(parts));
const jsonArray = fc.array(fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }).map((value) => JSON.stringify(value)));
const blanks = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r'), maxLength: 3 });

describe('a body in pieces', () => {
  it.each(['lines', 'array'] as const)('is read as %s in the same way wherever it was cut', (kind) => {
    fc.assert(
      fc.property(body, fc.array(fc.nat(), { maxLength: 20 }), (bytes, cuts) => {
        expect(read(kind, bytes, cuts)).toEqual(read(kind, bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['lines', 'array'] as const)('is read as %s in the same way byte by byte', (kind) => {
    fc.assert(
      fc.property(body, (bytes) => {
        expect(read(kind, bytes, Array.from(bytes.keys()))).toEqual(read(kind, bytes));
      }),
    );
  });
});

describe('a body behind a byte order mark', () => {
  it.each(['lines', 'array'] as const)('is read as %s as without it, wherever it was cut', (kind) => {
    fc.assert(
      fc.property(body, fc.array(fc.nat({ max: 5 }), { maxLength: 5 }), (bytes, cuts) => {
        fc.pre(bytes.indexOf(MARK) !== 0);
        const { texts, broken } = read(kind, bytes);
        expect(read(kind, Buffer.concat([MARK, bytes]), cuts)).toEqual({
          texts,
          broken: broken === null ? null : { ...broken, offset: broken.offset + MARK.length },
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it('has no other marks that are passed over, nor parts of one', () => {
    const line = Buffer.concat([MARK, MARK, Buffer.from('1\n'), MARK, Buffer.from('2')]);
    expect(read('lines', line).texts).toEqual(['\ufeff1', '\ufeff2']);
    const part = [MARK.subarray(0, 2), MARK.subarray(0, 1), Buffer.concat([MARK.subarray(0, 2), Buffer.from('1')])];
    for (const bytes of part) expect(read('lines', bytes, [1]).texts).toEqual([{ message: 'is not valid UTF-8' }]);
    expect(read('array', MARK.subarray(0, 2)).broken).toMatchObject({ offset: 0 });
  });
});

describe('lines', () => {
  it('are what stands between line feeds, with the blank ones, for they count', () => {
    expect(readText('lines', 'a\n\nb\r\n c').texts).toEqual(['a', '', 'b\r', ' c']);
  });

  it('need no line feed behind the last one, and have no line behind it if there is one', () => {
    expect(readText('lines', 'a\nb')).toEqual(readText('lines', 'a\nb\n'));
    expect(readText('lines', '')).toEqual({ texts: [], broken: null });
  });

  it('are as many and as they were, when they are no longer than allowed', () => {
    const line = fc.string({ unit: 'binary', maxLength: 10 }).filter((text) => text !== '' && !text.includes('\n'));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat()), (lines, cuts) => {
        const bytes = Buffer.from(lines.join('\n'));
        const wellFormed = lines.map((text) => text.toWellFormed());
        expect(read('lines', bytes, cuts).texts).toEqual(wellFormed);
      }),
    );
  });

  it('that are too long or not UTF-8 are told apart from the others, which are read', () => {
    const bytes = Buffer.concat([
      Buffer.from(`${'x'.repeat(MAX_BYTES)}\n${'y'.repeat(MAX_BYTES + 1)}\n`),
      Buffer.from([0xc3, 0x0a]),
      Buffer.from('z'),
    ]);
    expect(read('lines', bytes).texts).toEqual([
      'x'.repeat(MAX_BYTES),
      { message: 'is longer than 40 bytes' },
      { message: 'is not valid UTF-8' },
      'z',
    ]);
  });

  it('are counted in bytes, not in characters', () => {
    expect(readText('lines', 'é'.repeat(MAX_BYTES / 2)).texts).toEqual(['é'.repeat(MAX_BYTES / 2)]);
    expect(readText('lines', 'é'.repeat(MAX_BYTES / 2) + 'e').texts).toEqual([{ message: 'is longer than 40 bytes' }]);
  });
});

describe('an array', () => {
  it('has the items that the usual parser finds', () => {
    fc.assert(
      fc.property(jsonArray, blanks, fc.array(fc.nat()), (items, blank, cuts) => {
        const short = items.filter((item) => Buffer.byteLength(item) + 2 * blank.length <= MAX_BYTES);
        const text = `${blank}[${short.map((item) => blank + item + blank).join(',')}]${blank}`;
        const { texts, broken } = read('array', Buffer.from(text), cuts);
        expect(broken).toBeNull();
        const found = texts.map((item): unknown => (typeof item === 'string' ? JSON.parse(item) : item));
        expect(found).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is one exactly when the usual parser takes it for one', () => {
    const nearlyJson = fc
      .array(fc.constantFrom('[', ']', '{', '}', ',', ':', '"', '"a"', '1', 'null', ' ', '\\'), { maxLength: 12 })
      .map((parts) => `[${parts.join('')}]`);
    fc.assert(
      fc.property(nearlyJson, (text) => {
        const { texts, broken } = readText('array', text);
        const isArray = broken === null && texts.every((item) => typeof item === 'string' && isJson(item));
        expect(isArray).toBe(isJson(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it('keeps an item that is too long from the others, without holding it', () => {
    const texts = ['[1', `"${'],'.repeat(1_000)}"`, '{"a":[2]}]'].join(',');
    expect(readText('array', texts)).toEqual({
      texts: ['1', { message: 'is longer than 40 bytes' }, '{"a":[2]}'],
      broken: null,
    });
  });

  it.each([
    ['', 0, 'it ends before its last "]"'],
    ['null', 0, 'it does not begin with "["'],
    ['{"a":1}', 0, 'it does not begin with "["'],
    ['[1,2', 4, 'it ends before its last "]"'],
    ['[1,"2]', 6, 'it ends before its last "]"'],
    ['[1] 2', 4, 'something follows the last "]"'],
    ['[1][2]', 3, 'something follows the last "]"'],
    ['[1,]', 3, 'there is no item between two commas or brackets'],
    ['[,1]', 1, 'there is no item between two commas or brackets'],
    ['[1,,2]', 3, 'there is no item between two commas or brackets'],
    ['[1,2}]', 4, 'there is a "}" that closes nothing'],
  ])('is broken in %j at byte %i: %s', (text, offset, message) => {
    expect(readText('array', text).broken).toEqual({ offset, message });
  });

  it('tells the items before the place where it is broken', () => {
    expect(readText('array', '[1,{"a":2},,3]').texts).toEqual(['1', '{"a":2}']);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
