import { originalCell } from '@bourse/client/csv-row.ts';
import { isUtf8 } from 'node:buffer';
import type { Options } from 'csv-parse/sync';
import { CsvError, parse } from 'csv-parse/sync';
import type { InputLine } from './input-line.ts';
import { MAX_LINE_BYTES, NOT_UTF_8, tooLong, unreadable } from './input-line.ts';
import type { LineBlock, PhysicalLine } from './line-blocks.ts';
import { isBlank, lineAt, placeBehind } from './line-blocks.ts';
import type { TradeField } from '@bourse/client/trade-fields.ts';

/** How a CSV file is written. */
export interface CsvShape {
  readonly delimiter: string;
  /** What each column holds; null where it is not needed. */
  readonly fields: readonly (TradeField | null)[];
  /** Whether Bourse wrote the file, with an apostrophe before what looks like a formula. */
  readonly isOfRejectedLines: boolean;
  /** Columns that are not shown where a line is rejected, from 0. */
  readonly hidden: ReadonlySet<number>;
}

/** Version numbers as a schema wants them; other texts stay texts, which the rules of a trade refuse. */
const WHOLE_NUMBER = /^[1-9]\d{0,9}$/;

const WRONG_QUOTES = 'a quote on the line is not closed, or not where CSV wants it';

/**
 * Reads the lines of a block as CSV (RFC 4180, blanks around a value left out). A record is one line: a quote that is left open would
 * otherwise swallow good lines up to the next quote. A line that cannot be read is answered with its fault, and reading goes on behind it.
 */
export function* csvLines(block: LineBlock, shape: CsvShape): Generator<InputLine> {
  const { bytes } = block;
  const wholeIsText = isUtf8(bytes);
  let line = lineAt(bytes, 0, block.from.line);
  while (line !== undefined) {
    const { records, fault } = parseRecords(bytes.subarray(line.start), shape.delimiter);
    for (const cells of records) {
      if (line === undefined) return;
      if (!isBlank(bytes, line)) yield inputLine(block, line, { cells, wholeIsText, shape });
      line = lineAt(bytes, line.end, line.line + 1);
    }
    if (line === undefined || fault === null) return;
    yield brokenLine(block, line, fault);
    line = lineAt(bytes, line.end, line.line + 1);
  }
}

/** The cells of a single line, for example a header. Undefined when it cannot be read. */
export function csvCells(line: Buffer, delimiter: string): readonly string[] | undefined {
  const { records, fault } = parseRecords(line, delimiter);
  return fault === null ? records[0] : undefined;
}

/** The records of all lines up to the first one that is no record of its own, and what is wrong with that one. */
function parseRecords(bytes: Buffer, delimiter: string): { records: readonly Cells[]; fault: string | null } {
  const records: Cells[] = [];
  let begin = 0;
  const options: Options = {
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    trim: true,
    on_record: (cells: Cells, { bytes: end }) => {
      if (lineAt(bytes, begin, 0)?.end !== end) throw new OpenQuote();
      records.push(cells);
      begin = end;
      return null;
    },
  };
  try {
    parse(bytes, options);
    return { records, fault: null };
  } catch (error) {
    if (!(error instanceof OpenQuote || error instanceof CsvError)) throw error;
    return { records, fault: WRONG_QUOTES };
  }
}

type Cells = readonly string[];

/** A record took more than one line. */
class OpenQuote extends Error {}

function inputLine(
  block: LineBlock,
  line: PhysicalLine,
  { cells: written, wholeIsText, shape }: { cells: Cells; wholeIsText: boolean; shape: CsvShape },
): InputLine {
  const fault = faultOf(block, line, wholeIsText);
  if (fault !== null) return brokenLine(block, line, fault);
  const next = placeBehind(block, line);
  const cells = shape.isOfRejectedLines ? written.map(originalCell) : written;
  const shown = shape.hidden.size === 0 ? cells : cells.filter((_, index) => !shape.hidden.has(index));
  if (cells.length !== shape.fields.length) {
    const counted = `the line has ${cells.length} columns, the header ${shape.fields.length}`;
    return { line: line.line, next, cells: shown, content: { fault: counted } };
  }
  const fields: Partial<Record<TradeField, unknown>> = {};
  shape.fields.forEach((field, index) => {
    const cell = cells[index];
    if (field === null || cell === undefined || cell === '') return;
    fields[field] = field === 'version' && WHOLE_NUMBER.test(cell) ? Number(cell) : cell;
  });
  return { line: line.line, next, cells: shown, content: { fields } };
}

function brokenLine(block: LineBlock, line: PhysicalLine, fault: string): InputLine {
  const bytes = block.bytes.subarray(line.start, line.end);
  const next = placeBehind(block, line);
  if (bytes.length > MAX_LINE_BYTES) return tooLong(line.line, next, bytes);
  return unreadable(line.line, next, bytes, fault);
}

function faultOf({ bytes }: LineBlock, { start, end }: PhysicalLine, wholeIsText: boolean): string | null {
  if (end - start > MAX_LINE_BYTES) return 'too long';
  return wholeIsText || isUtf8(bytes.subarray(start, end)) ? null : NOT_UTF_8;
}
