import { originalCell } from '@bourse/client/csv-row.ts';
import { isOfRejectedLines, placesOfOwnColumns } from '@bourse/client/rejected-lines.ts';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { csvCells, csvLines } from './csv-lines.ts';
import { ImportError } from './import-error.ts';
import type { InputLine, InputPlace } from './input-line.ts';
import { MAX_LINE_BYTES } from './input-line.ts';
import type { LineBlock } from './line-blocks.ts';
import { isBlank, lineAt, placeBehind, readLineBlocks } from './line-blocks.ts';
import { ndjsonLines } from './ndjson-lines.ts';
import { requireUtf8 } from './require-utf-8.ts';
import type { ColumnMeaning } from './trade-columns.ts';
import { askForDelimiter, DELIMITERS, fieldsOfHeader } from './trade-columns.ts';

/** What kinds of input there are. */
export const INPUT_FORMATS = ['csv', 'ndjson'] as const;
export type InputFormat = (typeof INPUT_FORMATS)[number];

/** A file to be imported. */
export interface InputFile {
  /** The columns of its file of rejected lines. */
  readonly columns: readonly string[];
  /** Where the first line of data begins. */
  readonly start: InputPlace;
  /** Size of the file as it lies on the disk, and how much of it has been read. */
  readonly bytes: number;
  bytesRead(): number;
  /** Reads the lines from a place on. Memory does not grow with the file. Throws ImportError when it is no gzip although its name says so. */
  lines(from: InputPlace): AsyncGenerator<InputLine>;
}

/** How an input file is read. */
export interface InputOptions {
  readonly format: InputFormat;
  /** Whether it is compressed by gzip. */
  readonly compressed: boolean;
  /** Between the columns of a CSV file. */
  readonly delimiter: string;
  readonly meaningOf: ColumnMeaning;
}

const PIECE_BYTES = 262_144;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Opens a file and reads its header, if it is CSV. Throws ImportError when it is not there, empty, or has no header that can be used. */
export async function openInputFile(path: string, options: InputOptions): Promise<InputFile> {
  const bytes = await sizeOf(path);
  let bytesRead = 0;
  const blocks = (from: InputPlace) =>
    readLineBlocks(
      readPieces(path, from.byte, options.compressed, (read) => {
        bytesRead = read;
      }),
      from,
    );
  const first = await firstBlock(blocks({ line: 1, byte: 0 }), path);
  requireUtf8(first.bytes, path);
  const begin = first.bytes.indexOf(BYTE_ORDER_MARK) === 0 ? BYTE_ORDER_MARK.length : 0;
  const shared = { bytes, bytesRead: () => bytesRead };
  if (options.format === 'ndjson') {
    return {
      ...shared,
      columns: ['text'],
      start: { line: 1, byte: begin },
      async *lines(from) {
        for await (const block of blocks(from)) yield* ndjsonLines(block, options.meaningOf);
      },
    };
  }
  const { columns: written, start } = readHeader(first, begin, options.delimiter);
  const isOwn = isOfRejectedLines(written);
  const columns = isOwn ? written.map(originalCell) : written;
  const shape = {
    delimiter: options.delimiter,
    fields: fieldsOfHeader(columns, options.meaningOf),
    isOfRejectedLines: isOwn,
    hidden: placesOfOwnColumns(columns),
  };
  return {
    ...shared,
    columns: columns.filter((_, index) => !shape.hidden.has(index)),
    start,
    async *lines(from) {
      for await (const block of blocks(from)) yield* csvLines(block, shape);
    },
  };
}

async function sizeOf(path: string): Promise<number> {
  try {
    const file = await open(path);
    try {
      const found = await file.stat();
      if (!found.isFile()) throw new ImportError(`${path} is not a file.`);
      return found.size;
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof ImportError) throw cause;
    if (isAbsent(cause)) throw new ImportError(`There is no file ${path}.`, { cause });
    throw new ImportError(`${path} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

async function firstBlock(blocks: AsyncGenerator<LineBlock>, path: string): Promise<LineBlock> {
  for await (const block of blocks) return block;
  throw new ImportError(`${path} is empty.`);
}

/** The header is the first line that is not blank. */
function readHeader(block: LineBlock, begin: number, delimiter: string): Pick<InputFile, 'columns' | 'start'> {
  const { bytes } = block;
  let line = lineAt(bytes, begin, 1);
  while (line !== undefined && isBlank(bytes, line)) line = lineAt(bytes, line.end, line.line + 1);
  if (line === undefined) throw new ImportError('The file begins with blank lines in place of a header.');
  const isLine = line.end - line.start <= MAX_LINE_BYTES;
  const header = isLine ? bytes.subarray(line.start, line.end) : Buffer.alloc(0);
  const columns = csvCells(header, delimiter);
  if (columns === undefined) throw new ImportError(unreadableHeader(line.line, header));
  return { columns, start: placeBehind(block, line) };
}

/** Quoted names with something else in between cannot be read at all. */
function unreadableHeader(line: number, header: Buffer): string {
  const between = DELIMITERS.find((delimiter) => (csvCells(header, delimiter)?.length ?? 0) > 1);
  const advice = between === undefined ? '' : ` ${askForDelimiter(between)}`;
  return `Line ${line} cannot be read as the header of a CSV file.${advice}`;
}

/** The bytes of a file from one on, decompressed if they are compressed. `onRead` is told how much of the file itself was read. */
async function* readPieces(
  path: string,
  fromByte: number,
  compressed: boolean,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: PIECE_BYTES, start: compressed ? 0 : fromByte });
  // Errors of either come out of the loop; without a callback they would be thrown a second time, to nobody.
  const stream = compressed ? pipeline(file, createGunzip({ chunkSize: PIECE_BYTES }), () => undefined) : file;
  let behind = compressed ? 0 : fromByte;
  try {
    for await (const read of stream) {
      const piece: unknown = read;
      if (!Buffer.isBuffer(piece)) throw new TypeError('a file was read as text');
      onRead(file.bytesRead + (compressed ? 0 : fromByte));
      const skipped = Math.max(fromByte - behind, 0);
      behind += piece.length;
      if (skipped < piece.length) yield piece.subarray(skipped);
    }
  } catch (cause) {
    throw new ImportError(`${path} cannot be read to its end: ${whyNotRead(cause)}`, { cause });
  } finally {
    file.destroy();
  }
}

function whyNotRead(cause: unknown): string {
  const why = messageOf(cause);
  return why === 'incorrect header check' ? 'it is not compressed by gzip, though its name says so' : why;
}

function isAbsent(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
