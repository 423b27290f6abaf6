import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Statements } from './statements.ts';

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

/** The text of such a set of rows, for statements that are put together once; `cellsOf` are its values. */
export function rowsText<Item>(columns: readonly Column<Item>[]): string {
  return `unnest(${arraysOf(columns).join(', ')}) AS row (${namesText(columns)})`;
}

/** The values of `rowsText`: an array literal for each column. */
export function cellsOf<Item>(columns: readonly Column<Item>[], items: readonly Item[]): readonly string[] {
  return columns.map(([, , valueOf]) => arrayLiteral(items, valueOf));
}

/** Writes rows of one table, all of them by one statement, none by none. */
export type RowWriter<Item> = (statements: Statements, items: readonly Item[]) => Promise<void>;

/**
 * Inserts rows of a table. The arrays are unfolded in the list of the SELECT, where each row is made as it is inserted; in its FROM
 * the server would first write each column into a store of its own (docs/adr/0031-memory-of-a-batch.md). With `key`, rows that are
 * there already take over the columns `replaced` (all that are not of the key); without, one that is there fails the statement.
 */
export function rowWriter<Item>(
  table: string,
  columns: readonly Column<Item>[],
  key: readonly string[] = [],
  replaced: readonly Column<Item>[] = columns.filter(([name]) => !key.includes(name)),
): RowWriter<Item> {
  const assigned = replaced.map(([name]) => `"${name}" = excluded."${name}"`);
  const conflict =
    key.length === 0 ? '' : ` ON CONFLICT (${key.map(quoted).join(', ')}) DO UPDATE SET ${assigned.join(', ')}`;
  const unfolded = arraysOf(columns).map((array) => `unnest(${array})`);
  const text = `INSERT INTO "${table}" (${namesText(columns)}) SELECT ${unfolded.join(', ')}${conflict}`;
  return async (statements, items) => {
    if (items.length > 0) await statements.run(text, cellsOf(columns, items));
  };
}

function arraysOf<Item>(columns: readonly Column<Item>[]): string[] {
  return columns.map(([, type], index) => `$${index + 1}::${type}[]`);
}

function namesText<Item>(columns: readonly Column<Item>[]): string {
  return columns.map(([name]) => quoted(name)).join(', ');
}

function quoted(name: string): string {
  return `"${name}"`;
}

/**
 * The text of a `LATERAL` subquery for the one row of a table whose primary key equals these columns of `keys`. Unlike a join it can only become a
 * look-up in an index: while a table is small, or its statistics are old, the planner would rather read all of it.
 */
export function oneByKey(table: string, columns: readonly string[]): string {
  const equal = columns.map((name) => `one."${name}" = row."${name}"`);
  return `LATERAL (SELECT * FROM "${table}" AS one WHERE ${equal.join(' AND ')} LIMIT 1)`;
}

function arrayLiteral<Item>(items: readonly Item[], valueOf: (item: Item) => Cell): string {
  let cells = '';
  for (const item of items) cells += `,${cellLiteral(valueOf(item))}`;
  return `{${cells.slice(1)}}`;
}

const SPECIAL = /["\\]/;
const EACH_SPECIAL = /["\\]/g;

/** Text is always quoted, so that nothing in it can be taken for syntax or for NULL. Looking first costs less than replacing nothing. */
function cellLiteral(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell !== 'string') return String(cell);
  return SPECIAL.test(cell) ? `"${cell.replace(EACH_SPECIAL, '\\$&')}"` : `"${cell}"`;
}
