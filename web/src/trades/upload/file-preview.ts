import { isOfRejectedLines } from '@bourse/client/rejected-lines.ts';
import { dateFormatOf, mappingOf } from './columns.ts';
import { cellsOf, delimiterOf, linesOf } from './csv-reader.ts';
import { textOf } from './file-lines.ts';
import type { FileShape } from './source-line.ts';
import { readCells } from './source-line.ts';

/** The beginning of a file, and what it is taken for. */
export interface FilePreview extends FileShape {
  readonly file: File;
  readonly header: readonly string[];
  /** The cells of the first lines behind the header. */
  readonly rows: readonly (readonly string[])[];
}

/** Lines that are shown before anything is sent. */
const PREVIEW_LINES = 8;

/** Reads the beginning of a file; a text says why it cannot be used. */
export async function previewOf(file: File): Promise<FilePreview | string> {
  const found: string[] = [];
  for await (const { text } of linesOf(textOf(file, { bytes: 0 }))) {
    found.push(text);
    if (found.length > PREVIEW_LINES) break;
  }
  const [first, ...rest] = found;
  if (first === undefined) return `${file.name} is empty.`;
  const delimiter = delimiterOf(first);
  const header = cellsOf(first, delimiter);
  if (header === null || header.length < 2) {
    return `The first line of ${file.name} has to name the columns, with commas, semicolons or tabs between them.`;
  }
  const isOwn = isOfRejectedLines(header);
  const rows = rest.map((text) => readCells(text, { delimiter, isOfRejectedLines: isOwn }) ?? [text]);
  const mapping = mappingOf(header);
  const dateColumns = [...mapping.keys()].filter((index) => mapping[index]?.endsWith('_date') === true);
  const dates = dateFormatOf(rows.flatMap((cells) => dateColumns.map((index) => cells[index] ?? '')));
  return { file, delimiter, header, rows, mapping, dates, isOfRejectedLines: isOwn };
}
