import { plainName } from './trade-fields.ts';

/** The columns that stand in a file of rejected lines beside those of the trades: where a line stood, and why it was rejected. */
export const LINE_COLUMN = 'line';
export const REASON_COLUMN = 'reason';

/**
 * Whether the columns of a file are those of rejected lines, which Bourse wrote: with them its apostrophes go again when the file comes back.
 * One of the two is enough, since the other may be deleted while the file is mended.
 */
export function isOfRejectedLines(header: readonly string[]): boolean {
  return header.some((name) => plainName(name) === LINE_COLUMN || plainName(name) === REASON_COLUMN);
}

/**
 * Where the two columns stand that Bourse put in front, from 0: what they say is told anew when lines are rejected again. None unless both are
 * there, for a file may have a column of such a name itself; behind those of Bourse it stays too.
 */
export function placesOfOwnColumns(header: readonly string[]): ReadonlySet<number> {
  const places = [header.indexOf(LINE_COLUMN), header.indexOf(REASON_COLUMN)];
  return new Set(places.includes(-1) ? [] : places);
}
