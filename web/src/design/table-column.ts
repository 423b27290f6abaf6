import { parseMicros } from '@bourse/core/money/decimal.ts';
import type { ReactNode } from 'react';

/** What rows are sorted by. */
export type SortKey = string | number | bigint | null;

/** A column of a table. */
export interface TableColumn<Row> {
  /** Stable name of the column, also its heading in an exported file. */
  readonly id: string;
  readonly header: string;
  /** Track of the CSS grid: "8rem", "minmax(6rem, 1fr)". */
  readonly width: string;
  /** Numbers stand to the right, so that their digits are below each other; amounts by their decimal marks (AlignedMoney). */
  readonly align?: 'start' | 'end' | 'decimal';
  /** What is filtered by and exported: the value as the API wrote it, every digit of it. */
  readonly text: (row: Row) => string;
  /** What is sorted by; the text when left out. See decimalKey for numbers. */
  readonly sortKey?: (row: Row) => SortKey;
  /** Whether text and sort key change while the row does not, as a live price does; otherwise they are worked out once for each row. */
  readonly isLive?: true;
  /** What is shown; the text when left out. */
  readonly cell?: (row: Row) => ReactNode;
  /** Whether it is there from the start, on a wide screen and on a narrow one (both unless said otherwise). */
  readonly shown?: 'always' | 'wide' | 'on-demand';
  /**
   * Whether its text may take more than one line: on a narrow screen as many as it needs, so that nothing is cut off; "always", which is for
   * sentences, on a wide screen too, where they are two small ones, since all rows are of one height there; "whole" as many as it needs on any
   * screen, for which each row that is seen is measured: not for tables of which one scrolls through 100,000 rows.
   */
  readonly wraps?: 'narrow' | 'always' | 'whole';
  /** What cannot be sorted by: buttons, values that change all the time. */
  readonly sortable?: false;
}

/** A decimal string as what it is sorted by: exact, whatever its size. */
export function decimalKey(decimal: string | null): bigint | null {
  return decimal === null ? null : (parseMicros(decimal) ?? null);
}

/** Orders sort keys: numbers by size, texts by their characters, what is not known last. */
export function compareKeys(one: SortKey, other: SortKey): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  return one < other ? -1 : 1;
}
