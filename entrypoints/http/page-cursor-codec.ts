import type { FormatName } from './schemas/format-schema.ts';
import { FORMATS } from './formats.ts';
import { InvalidRequest } from './problem.ts';

/** How many items a page holds that does not say. */
export const DEFAULT_PAGE_LIMIT = '50';

/** A page as it was asked for: at most `limit` items behind the one whose sort keys are `after`; null starts at the beginning. */
export interface PageRequest {
  readonly limit: number;
  readonly after: readonly string[] | null;
}

/**
 * Reads the query of a list that is sorted by keys of these formats ('text' is any text).
 * Throws InvalidRequest when the cursor was not made by cursorOf for such keys.
 */
export function pageRequestOf(
  query: { readonly limit?: string; readonly cursor?: string },
  keyFormats: readonly (FormatName | 'text')[],
): PageRequest {
  const limit = Number(query.limit ?? DEFAULT_PAGE_LIMIT);
  if (query.cursor === undefined) return { limit, after: null };
  const keys = decoded(query.cursor);
  const fits = keys?.length === keyFormats.length && keys.every((key, index) => hasFormat(key, keyFormats[index]));
  if (keys === undefined || !fits)
    throw new InvalidRequest([{ pointer: '/query/cursor', message: FORMATS.cursor.message }]);
  return { limit, after: keys };
}

/** The cursor behind an item with these sort keys, opaque to callers. */
export function cursorOf(keys: readonly string[]): string {
  return Buffer.from(JSON.stringify(keys), 'utf8').toString('base64url');
}

/** Writes a page from one item more than it holds, if there is one more: that is how it is known whether the list goes on. */
export function pageOf<Item, Json>(
  items: readonly Item[],
  limit: number,
  of: { readonly toJson: (item: Item) => Json; readonly keysOf: (item: Item) => readonly string[] },
): { items: Json[]; next_cursor: string | null } {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = items.length > limit && last !== undefined ? cursorOf(of.keysOf(last)) : null;
  return { items: shown.map(of.toJson), next_cursor: nextCursor };
}

function decoded(cursor: string): readonly string[] | undefined {
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(keys) && keys.every((key) => typeof key === 'string') ? keys : undefined;
  } catch {
    return undefined;
  }
}

function hasFormat(key: string, format: FormatName | 'text' | undefined): boolean {
  if (/[\0\p{Cs}]/u.test(key)) return false;
  return format === 'text' || (format !== undefined && FORMATS[format].accepts(key));
}
