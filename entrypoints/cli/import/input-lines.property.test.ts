import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLines } from './csv-lines.ts';
import type { InputLine } from './input-line.ts';
import { MAX_LINE_BYTES } from './input-line.ts';
import type { LineBlock } from './line-blocks.ts';
import { readLineBlocks } from './line-blocks.ts';
import { ndjsonLines } from './ndjson-lines.ts';
import { createColumnMeaning } from './trade-columns.ts';

const shape = {
  delimiter: ',',
  fields: ['trade_id', 'version', null],
  isOfRejectedLines: false,
  hidden: new Set<number>(),
} as const;
const meaningOf = createColumnMeaning({ map: [], ignore: ['note'] });
const readers: Readonly<Record<string, (block: LineBlock) => Iterable<InputLine>>> = {
  CSV: (block) => csvLines(block, shape),
  NDJSON: (block) => ndjsonLines(block, meaningOf),
};

/** Lines of every kind, so that a bad one stands before and behind good ones. */
const lineOf: Readonly<Record<string, fc.Arbitrary<Buffer>>> = {
  CSV: fc.oneof(
    fc.constantFrom('T1,1,x', '"T,1","2",', ' T2 , 3 ,"a ""b"""', 'ä€😀,4,').map((text) => Buffer.from(text)),
    fc
      .constantFrom('"open,1,x', 'T1,1,"', 'a"b,1,', '"a"b,1,', 'T1,1', ',,,,', '', '  ', '"')
      .map((text) => Buffer.from(text)),
    fc.constantFrom(Buffer.from([0x54, 0xff, 0x2c, 0x31, 0x2c]), Buffer.alloc(MAX_LINE_BYTES + 10, 'x')),
  ),
  NDJSON: fc.oneof(
    fc
      .constantFrom('{"trade_id":"T1","version":1}', '{"Trade Id":"ä€😀","note":1}', '{}')
      .map((text) => Buffer.from(text)),
    fc
      .constantFrom('{', '[]', 'null', '1', '{"other":1}', '{"book_id":"1","Book-Id":"2"}', '', ' ')
      .map((text) => Buffer.from(text)),
    fc.constantFrom(Buffer.from([0x22, 0xff, 0x22]), Buffer.alloc(MAX_LINE_BYTES + 10, 'x')),
  ),
};

/** Reads bytes that come in pieces of these sizes, over and over. */
async function read(bytes: Buffer, sizes: readonly number[], lines: (block: LineBlock) => Iterable<InputLine>) {
  const found: InputLine[] = [];
  for await (const block of readLineBlocks(cut(bytes, sizes), { line: 1, byte: 0 })) found.push(...lines(block));
  return found;
}

async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let from = 0, index = 0; from < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? bytes.length;
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

describe.each(['CSV', 'NDJSON'])('lines of %s', (format) => {
  const reader = readers[format]!;
  const input = fc
    .array(fc.tuple(lineOf[format]!, fc.constantFrom('\n', '\r\n')), { maxLength: 30 })
    .map((lines) => lines.map(([line, end]) => Buffer.concat([line, Buffer.from(end)])));

  it('are the same however the bytes arrive', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(input, sizes, async (lines, pieces) => {
        const bytes = Buffer.concat(lines);
        expect(await read(bytes, pieces, reader)).toEqual(await read(bytes, [bytes.length], reader));
      }),
    );
  });

  it('are each what they are alone, whatever stands before them', async () => {
    await fc.assert(
      fc.asyncProperty(input, async (lines) => {
        const found = await read(Buffer.concat(lines), [100_000], reader);
        const alone = await Promise.all(lines.map((line) => read(line, [line.length], reader)));
        const expected = alone.flatMap((single, index) => single.map((line) => ({ ...line, line: index + 1 })));
        expect(found.map(({ next: _, ...line }) => line)).toEqual(expected.map(({ next: _, ...line }) => line));
      }),
    );
  });

  it('are the same from any line on', async () => {
    await fc.assert(
      fc.asyncProperty(input, fc.nat(), async (lines, index) => {
        const bytes = Buffer.concat(lines);
        const found = await read(bytes, [50_000], reader);
        const line = found[index % Math.max(found.length, 1)];
        if (line === undefined) return;
        const rest: InputLine[] = [];
        const blocks = readLineBlocks(cut(bytes.subarray(line.next.byte), [999]), line.next);
        for await (const block of blocks) rest.push(...reader(block));
        expect(rest).toEqual(found.slice(found.indexOf(line) + 1));
      }),
    );
  });
});

describe('a CSV file with stray quotes', () => {
  it('loses no good line to them', async () => {
    const text = 'T1,1,"x\nT2,2,y\nT3,3,z"\n"T4,4\nT5,5,\n';
    const found = await read(Buffer.from(text), [text.length], (block) => csvLines(block, shape));
    const good = found.filter(({ content }) => 'fields' in content).map(({ line }) => line);
    expect(good).toEqual([2, 5]);
    expect(found.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
  });
});
