import { csvRow } from '@bourse/client/csv-row.ts';

/** A table as CSV. */
export function csvText(header: readonly string[], rows: Iterable<readonly string[]>): string {
  const lines = [csvRow(header)];
  for (const row of rows) lines.push(csvRow(row));
  return lines.join('');
}
