import { csvRow } from '@bourse/client/csv-row.ts';
import { LINE_COLUMN, placesOfOwnColumns, REASON_COLUMN } from '@bourse/client/rejected-lines.ts';
import { tradeFieldNamed } from '@bourse/client/trade-fields.ts';
import { FIELD_LABELS } from '../trade-fields.ts';
import type { ColumnMapping } from './columns.ts';
import type { RejectedLine } from './source-line.ts';

/** The columns of a file as they are named, and what each of them holds. */
export interface FileColumns {
  readonly header: readonly string[];
  readonly mapping: ColumnMapping;
}

/** Why a line was rejected, in one text. */
export function reasonOf({ faults }: Pick<RejectedLine, 'faults'>): string {
  return faults
    .map(({ field, message, isSentence }) =>
      field === null || isSentence === true ? message : `${FIELD_LABELS[field]} ${message}`,
    )
    .join('; ');
}

/**
 * The file of rejected lines, laid out as that of the import: number, reason, and then everything that stood on the line, also in columns that
 * hold no field and behind the last one, with the cells that were mended as they are now. A column that holds a field has the name of the field,
 * so that it need not be assigned again when the file comes back.
 */
export function rejectedFile(lines: readonly RejectedLine[], { header, mapping }: FileColumns): string {
  const own = placesOfOwnColumns(header);
  const kept = [...header.keys()].filter((column) => !own.has(column));
  const names = kept.map((column) => mapping[column] ?? unusedName(header[column] ?? ''));
  const rows = lines.map((line) => {
    const cells = kept.map((column) => {
      const field = mapping[column] ?? null;
      return (field === null ? line.cells[column] : line.texts[field]) ?? '';
    });
    return csvRow([String(line.line), reasonOf(line), ...cells, ...line.cells.slice(header.length)]);
  });
  return csvRow([LINE_COLUMN, REASON_COLUMN, ...names]) + rows.join('');
}

/** A column that is not used must not be taken for the one that is when the file comes back. */
function unusedName(name: string): string {
  return tradeFieldNamed(name) === undefined ? name : `unused ${name}`;
}
