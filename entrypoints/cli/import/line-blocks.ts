import type { InputPlace } from './input-line.ts';
import { MAX_LINE_BYTES } from './input-line.ts';

const NEWLINE = 0x0a;
const SPACE = 0x20;

/** What is kept of a line that is too long: enough to see that it is. */
const KEPT_BYTES = MAX_LINE_BYTES + 1;

/** Some whole lines of the input; the last one of the file may have no line end. */
export interface LineBlock {
  readonly from: InputPlace;
  readonly bytes: Buffer;
  /** Bytes of the first line that are not here, because it is far too long. */
  readonly leftOutBytes: number;
}

/** One line within a block: its number, and where it begins and ends in the block, its line end included. */
export interface PhysicalLine {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts a stream of bytes behind its last line end, over and over, so that each block holds whole lines. Keeps one piece of the stream
 * and the beginning of one line.
 */
export async function* readLineBlocks(pieces: AsyncIterable<Buffer>, from: InputPlace): AsyncGenerator<LineBlock> {
  let place = from;
  let rest: Buffer = Buffer.alloc(0);
  let leftOutBytes = 0;
  for await (const piece of pieces) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const end = rest.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      const bytes = rest.subarray(0, end);
      yield { from: place, bytes, leftOutBytes };
      place = { line: place.line + lineEndsIn(bytes), byte: place.byte + bytes.length + leftOutBytes };
      rest = rest.subarray(end);
      leftOutBytes = 0;
    }
    if (rest.length > KEPT_BYTES) {
      leftOutBytes += rest.length - KEPT_BYTES;
      rest = Buffer.from(rest.subarray(0, KEPT_BYTES));
    }
  }
  if (rest.length > 0) yield { from: place, bytes: rest, leftOutBytes };
}

/** The line that begins at an offset and has this number; undefined at the end of the block. */
export function lineAt(bytes: Buffer, start: number, line: number): PhysicalLine | undefined {
  if (start >= bytes.length) return undefined;
  const newline = bytes.indexOf(NEWLINE, start);
  return { line, start, end: newline === -1 ? bytes.length : newline + 1 };
}

/** Whether nothing stands on a line but blanks. */
export function isBlank(bytes: Buffer, { start, end }: PhysicalLine): boolean {
  for (let at = start; at < end; at += 1) if ((bytes[at] ?? 0) > SPACE || bytes[at] === 0) return false;
  return true;
}

/** Where the line behind this one begins in the input. */
export function placeBehind(block: LineBlock, { line, end }: PhysicalLine): InputPlace {
  return { line: line + 1, byte: block.from.byte + block.leftOutBytes + end };
}

function lineEndsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
