import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';

/** What a column can hold. */
type Cell = string | number | bigint | boolean | null;

/** One column of a set of rows: its name, its PostgreSQL type, and where its values come from. */
export type Column<Item> = readonly [name: string, type: string, valueOf: (item: Item) => Cell];

/**
 * Items as a set of rows named `row`, for `INSERT … SELECT * FROM` and joins: one array parameter for each column. PostgreSQL reads arrays
 * in about two thirds of the time that it needs for the same rows as JSON.
 */
export function rowsOf<Item>(columns: readonly Column<Item>[], items: readonly Item[]): RawBuilder<unknown> {
  const arrays = columns.map(([, type, valueOf]) => sql`${arrayLiteral(items, valueOf)}::${sql.raw(type)}[]`);
  const names = columns.map(([name]) => sql.ref(name));
  return sql`unnest(${sql.join(arrays)}) AS row (${sql.join(names)})`;
}

/** `SET` list that takes these columns over from the rows. */
export function assignments<Item>(columns: readonly Column<Item>[], source: 'row' | 'excluded'): RawBuilder<unknown> {
  return sql.join(columns.map(([name]) => sql`${sql.ref(name)} = ${sql.ref(`${source}.${name}`)}`));
}

function arrayLiteral<Item>(items: readonly Item[], valueOf: (item: Item) => Cell): string {
  let literal = '{';
  for (const item of items) literal += `${literal === '{' ? '' : ','}${cellLiteral(valueOf(item))}`;
  return `${literal}}`;
}

const SPECIAL = /["\\]/g;

/** Text is always quoted, so that nothing in it can be taken for syntax or for NULL. */
function cellLiteral(cell: Cell): string {
  if (cell === null) return 'NULL';
  return typeof cell === 'string' ? `"${cell.replace(SPECIAL, '\\$&')}"` : String(cell);
}
