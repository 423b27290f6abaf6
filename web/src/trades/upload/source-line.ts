import { originalCell } from '@bourse/client/csv-row.ts';
import { tradeOf } from '../trade-form-codec.ts';
import type { TradeToSend } from '@bourse/client/bulk-upload.ts';
import type { TradeField } from '@bourse/client/trade-fields.ts';
import { TRADE_FIELDS } from '@bourse/client/trade-fields.ts';
import type { TradeFault } from '../trade-fields.ts';
import type { ColumnMapping, DateFormat } from './columns.ts';
import { isoDateOf } from './columns.ts';
import type { TextLine } from './csv-reader.ts';
import { cellsOf, MAX_LINE_CHARACTERS } from './csv-reader.ts';

/** The cells of a line by the fields that they hold. */
export type FieldTexts = Readonly<Partial<Record<TradeField, string>>>;

/** One line that is to be sent: what stands there, and why it cannot even be read (null when it can). */
export interface SourceLine {
  readonly line: number;
  readonly texts: FieldTexts;
  /** All that stands there, also in columns that hold no field and behind the last column; none where quotes are wrong. */
  readonly cells: readonly string[];
  readonly unreadable: string | null;
}

/** A line that is not in, and why. */
export interface RejectedLine {
  readonly line: number;
  /** What stands there now; it can be mended. */
  readonly texts: FieldTexts;
  /** What came in the file. */
  readonly cells: readonly string[];
  readonly faults: readonly TradeFault[];
  readonly isMended: boolean;
}

/** How the lines of a file are read. */
export interface FileShape {
  readonly delimiter: string;
  readonly mapping: ColumnMapping;
  readonly dates: DateFormat;
  /** Whether Bourse wrote the file, with an apostrophe before what looks like a formula. */
  readonly isOfRejectedLines: boolean;
}

/** Most that is shown of a line that cannot be read. */
const MAX_SHOWN_CHARACTERS = 2_000;
const NOT_TEXT = '\ufffd';

/** Reads a line of CSV. */
export function readLine(
  { line, text, isTooLong }: TextLine,
  { delimiter, mapping, isOfRejectedLines }: FileShape,
): SourceLine {
  const unreadable = (fault: string): SourceLine => ({
    line,
    texts: { trade_id: text.slice(0, MAX_SHOWN_CHARACTERS) },
    cells: [],
    unreadable: fault,
  });
  if (isTooLong) return unreadable(`the line is longer than ${MAX_LINE_CHARACTERS} characters`);
  if (text.includes(NOT_TEXT)) return unreadable('the line is not UTF-8 text');
  const cells = readCells(text, { delimiter, isOfRejectedLines });
  if (cells === null) return unreadable('a quote on the line is not closed, or not where CSV wants it');
  const texts = textsOf(cells, mapping);
  if (cells.length === mapping.length) return { line, texts, cells, unreadable: null };
  return { line, texts, cells, unreadable: `the line has ${cells.length} columns, the header ${mapping.length}` };
}

/** The cells of a line as they are meant; null where quotes are wrong. */
export function readCells(
  text: string,
  { delimiter, isOfRejectedLines }: Pick<FileShape, 'delimiter' | 'isOfRejectedLines'>,
): readonly string[] | null {
  const cells = cellsOf(text, delimiter);
  return isOfRejectedLines && cells !== null ? cells.map(originalCell) : cells;
}

/** A line as a trade to be sent. A date that is not written as the file's are is sent as what no date is, so that it is refused. */
export function tradeOfLine({ texts }: SourceLine, dates: DateFormat): TradeToSend {
  const dated = Object.entries(texts).map(([field, text]): readonly [string, string] => [
    field,
    isDate(field) && text !== '' ? (isoDateOf(text, dates) ?? `not ${dates}: ${text}`) : text,
  ]);
  return tradeOf(Object.fromEntries(dated));
}

/** Whether a field holds a date. */
export function isDate(field: string): field is 'maturity_date' | 'created_date' {
  return field === 'maturity_date' || field === 'created_date';
}

function textsOf(cells: readonly string[], mapping: ColumnMapping): FieldTexts {
  return Object.fromEntries(
    TRADE_FIELDS.flatMap((field) => {
      const text = cells[mapping.indexOf(field)];
      return text === undefined ? [] : [[field, text]];
    }),
  );
}
