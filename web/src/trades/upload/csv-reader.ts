/** A line of a file that is not blank: its number, from 1, and what stands there. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
  /** Characters that were left out, because the line is far too long. */
  readonly isTooLong: boolean;
}

/** Longest line that is read, in characters; a trade takes some hundred. */
export const MAX_LINE_CHARACTERS = 8_000;

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Cuts text, as it comes in, into lines. Keeps one line and one piece of text at most. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<TextLine> {
  let line = 0;
  let rest = '';
  let isTooLong = false;
  for await (const piece of pieces) {
    const parts = (rest + piece).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      line += 1;
      const found = lineOf(line, part, isTooLong);
      isTooLong = false;
      if (found !== null) yield found;
    }
    if (rest.length > MAX_LINE_CHARACTERS) {
      isTooLong = true;
      rest = rest.slice(0, MAX_LINE_CHARACTERS);
    }
  }
  const last = lineOf(line + 1, rest, isTooLong);
  if (last !== null) yield last;
}

/** The character between the cells: the one of the usual ones that the header has most of. */
export function delimiterOf(header: string): string {
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/**
 * The cells of one line of CSV (RFC 4180), without the blanks around them but with those within quotes; null where quotes are not as CSV wants
 * them. A record is one line: a quote that is left open would otherwise swallow good lines up to the next quote.
 */
export function cellsOf(text: string, delimiter: string): readonly string[] | null {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    while (text[at] === ' ') at += 1;
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at, delimiter);
    if (cell === null) return null;
    cells.push(cell.value);
    at = cell.end;
    while (text[at] === ' ') at += 1;
    if (at >= text.length) return cells;
    if (text[at] !== delimiter) return null;
    at += 1;
  }
}

interface Cell {
  readonly value: string;
  readonly end: number;
}

function plainCell(text: string, start: number, delimiter: string): Cell | null {
  const found = text.indexOf(delimiter, start);
  const end = found === -1 ? text.length : found;
  const value = text.slice(start, end).trim();
  return value.includes('"') ? null : { value, end };
}

function quotedCell(text: string, start: number): Cell | null {
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return null;
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}

function lineOf(line: number, text: string, wasCut: boolean): TextLine | null {
  const isTooLong = wasCut || text.length > MAX_LINE_CHARACTERS;
  const shown = isTooLong ? text.slice(0, MAX_LINE_CHARACTERS) : text.replace(/\r$/, '');
  return shown.trim() === '' ? null : { line, text: shown, isTooLong };
}
