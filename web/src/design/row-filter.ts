import type { TableColumn } from './table-column.ts';

/** Finds the rows of a table that have every word of a filter somewhere in their texts, whatever the case. */
export type RowFilter<Row> = (rows: readonly Row[], filter: string) => readonly Row[];

/**
 * Makes the filter of a table with these columns. The texts of a row are put together once, at the first filter that meets it, and kept as long
 * as the row; those of live columns are read anew each time.
 */
export function createRowFilter<Row extends object>(columns: readonly TableColumn<Row>[]): RowFilter<Row> {
  const fixed = columns.filter(({ isLive }) => isLive !== true);
  const live = columns.filter(({ isLive }) => isLive === true);
  const known = new WeakMap<Row, string>();

  function fixedText(row: Row): string {
    const text = known.get(row);
    if (text !== undefined) return text;
    const made = textOf(fixed, row);
    known.set(row, made);
    return made;
  }

  return (rows, filter) => {
    const words = filter
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) return rows;
    return rows.filter((row) => {
      const text = live.length === 0 ? fixedText(row) : `${fixedText(row)}\n${textOf(live, row)}`;
      return words.every((word) => text.includes(word));
    });
  };
}

/** The texts of some columns in one, apart by what no word has in it. */
function textOf<Row>(columns: readonly TableColumn<Row>[], row: Row): string {
  return columns
    .map(({ text }) => text(row))
    .join('\n')
    .toLowerCase();
}
