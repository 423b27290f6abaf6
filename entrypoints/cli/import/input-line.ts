import type { TradeField } from '@bourse/client/trade-fields.ts';

/** Longest line of an input file, in bytes. A trade takes a few hundred. */
export const MAX_LINE_BYTES = 65_536;

/** Most bytes that are shown of a line that cannot be read. */
const MAX_SHOWN_BYTES = 2_000;

/** Where a line of the input begins: its number, from 1, and its first byte, from 0, after decompression. */
export interface InputPlace {
  readonly line: number;
  readonly byte: number;
}

/** What a line says about a trade, before it was checked. A field that was left empty is absent. */
export type TradeFields = Readonly<Partial<Record<TradeField, unknown>>>;

/** One line of the input that is not blank. */
export interface InputLine {
  readonly line: number;
  /** Where the line behind it begins. */
  readonly next: InputPlace;
  /** What stood there, as it goes into the file of the rejected lines. */
  readonly cells: readonly string[];
  readonly content: { readonly fields: TradeFields } | { readonly fault: string };
}

/** A line that cannot be read, shown as it stands there. */
export function unreadable(line: number, next: InputPlace, bytes: Buffer, fault: string): InputLine {
  const text = bytes.subarray(0, MAX_SHOWN_BYTES).toString('utf8').trimEnd();
  return { line, next, cells: [text], content: { fault } };
}

/** A line of more than MAX_LINE_BYTES; only its beginning is needed. */
export function tooLong(line: number, next: InputPlace, beginning: Buffer): InputLine {
  return unreadable(line, next, beginning, `the line is longer than ${MAX_LINE_BYTES} bytes`);
}

/** What is wrong with a line whose bytes are not UTF-8. */
export const NOT_UTF_8 = 'the line is not UTF-8 text';
