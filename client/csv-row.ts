/** What a spreadsheet would take for the beginning of a formula, also behind apostrophes, so that taking one away is the exact way back. */
const FORMULA = /^'*[=+\-@\t\r]/;
const MARKED = /^'+[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;
/** Blanks at an end count only within quotes. */
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * One row of a CSV file (RFC 4180), its line end included. A text that a spreadsheet would take for a formula gets an apostrophe before it;
 * numbers, which may begin with a minus, stay numbers. `originalCell` is the way back.
 */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** What stood in a cell before `csvRow` wrote it, quotes being read already. Only for cells that it wrote: others may begin with an apostrophe of their own. */
export function originalCell(cell: string): string {
  return MARKED.test(cell) ? cell.slice(1) : cell;
}

function csvCell(text: string): string {
  const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
