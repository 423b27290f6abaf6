import type { NewTrade } from '@bourse/core/trades/trade.ts';
import { createArrayReader } from './bulk-array.ts';
import { createLineReader } from './bulk-lines.ts';
import type { BulkReader, BulkText } from './bulk-piece.ts';
import type { BulkStop } from './bulk-stop.ts';
import { stopAt } from './bulk-stop.ts';
import { behindByteOrderMark } from './byte-order-mark.ts';
import type { ProblemError } from './schemas/problem-schema.ts';
import { readTrade } from './trade-codec.ts';

/** How trades follow each other: a line each, or as the items of one JSON array. */
export type BulkFormat = 'lines' | 'array';

/** A trade of a bulk body, or what is wrong with it. Lines count from 1; the items of an array count as lines. */
export type ParsedLine =
  | { readonly line: number; readonly trade: NewTrade }
  | { readonly line: number; readonly trade: null; readonly errors: readonly ProblemError[] };

/** How much one body may hold. */
export interface BulkLimits {
  /** Most lines, blank ones included. */
  readonly maxLines: number;
  /** Most bytes of one line. */
  readonly maxLineBytes: number;
}

/** Reads the trades of one body as its bytes arrive. */
export interface BulkParser {
  /** Takes the next bytes and answers the lines that they complete; the body has ended when they are null. */
  push(bytes: Buffer | null): readonly ParsedLine[];
  /** Lines that were read so far. */
  lines(): number;
  /** Why nothing behind those lines is read; null while everything is. */
  stop(): BulkStop | null;
}

/** Makes a parser. A line that is wrong does not keep the others out; an array that is no JSON ends where that shows. */
export function createBulkParser(format: BulkFormat, limits: BulkLimits): BulkParser {
  const reader = behindByteOrderMark(READERS[format](limits.maxLineBytes));
  let lines = 0;
  let stop: BulkStop | null = null;

  const parseLine = (text: BulkText): ParsedLine | undefined => {
    if (lines === limits.maxLines) {
      stop = stopAt(lines + 1, 'too-many-lines', `More than ${limits.maxLines} lines are not taken at once.`);
      return undefined;
    }
    const line = lines + 1;
    if (typeof text !== 'string') {
      lines = line;
      return faulty(line, `the line ${text.message}`);
    }
    if (format === 'lines' && isBlank(text)) {
      lines = line;
      return undefined;
    }
    const document = parsed(text);
    if (document === NOT_JSON && format === 'array') {
      stop = stopAt(line, 'malformed-json', `The body is no JSON array: item ${line} is not JSON.`);
      return undefined;
    }
    lines = line;
    if (document === NOT_JSON) return faulty(line, 'the line is not a JSON document');
    const read = readTrade(document);
    return read.ok ? { line, trade: read.trade } : { line, trade: null, errors: read.errors };
  };

  return {
    push(bytes) {
      const texts = bytes === null ? reader.end() : reader.push(bytes);
      const found: ParsedLine[] = [];
      for (const text of texts) {
        const parsedLine = parseLine(text);
        if (parsedLine !== undefined) found.push(parsedLine);
        if (stop !== null) return found;
      }
      if (reader.brokenAt !== null) {
        const { message, offset } = reader.brokenAt;
        const where = `at byte ${offset}, after ${lines} items`;
        stop = stopAt(lines + 1, 'malformed-json', `The body is no JSON array: ${message} (${where}).`);
      }
      return found;
    },
    lines: () => lines,
    stop: () => stop,
  };
}

const READERS: Readonly<Record<BulkFormat, (maxBytes: number) => BulkReader>> = {
  lines: createLineReader,
  array: createArrayReader,
};

const NOT_JSON = Symbol('not JSON');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

function isBlank(text: string): boolean {
  return text === '' || (text.charCodeAt(0) <= 0x20 && text.trim() === '');
}

function faulty(line: number, message: string): ParsedLine {
  return { line, trade: null, errors: [{ pointer: '', message }] };
}
