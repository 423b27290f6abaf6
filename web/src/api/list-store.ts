import { useEffect } from 'react';
import type { ReadableStore } from '../design/value-store.ts';
import { createValueStore, useValue } from '../design/value-store.ts';

/** What is known of a list whose newest rows come first. */
export interface ListState<Row> {
  /** "loading" until the first rows are there; "failed" when they could not be had. Rows that are there stay, whatever happens. */
  readonly status: 'loading' | 'ready' | 'failed';
  readonly rows: readonly Row[];
  readonly error: unknown;
  /** Where the rows that are not here yet begin; null when all are here. */
  readonly cursor: string | null;
  readonly isLoadingMore: boolean;
}

/** A page of a list as the API answers it. */
export interface ListPage<Row> {
  readonly items: readonly Row[];
  readonly next_cursor: string | null;
}

/** A list that the server has: its newest page is read, the rest when it is wanted, and what changes meanwhile is put in. */
export interface ListStore<Row> extends ReadableStore<ListState<Row>> {
  /** Reads the newest page again and takes it in; what is there stays as it is where nothing changed. */
  readonly refresh: () => Promise<void>;
  /** Reads page after page up to the oldest row, or up to MAX_ROWS. */
  readonly loadRest: () => Promise<void>;
  /** Takes in rows that have changed or are new. */
  readonly put: (rows: readonly Row[]) => void;
  readonly clear: () => void;
}

/** More rows than this are not held; the filters of the API are for those who need to look further back. */
export const MAX_ROWS = 200_000;

/** While a long list is read, its rows are shown in steps, milliseconds apart. */
const SHOW_EVERY_MS = 1_000;

/** Makes the store of a list. `readPage` reads from a cursor on, null for the newest page. */
export function createListStore<Row>(
  keyOf: (row: Row) => string,
  readPage: (cursor: string | null) => Promise<ListPage<Row>>,
): ListStore<Row> {
  const empty: ListState<Row> = { status: 'loading', rows: [], error: null, cursor: null, isLoadingMore: false };
  const state = createValueStore<ListState<Row>>(empty);
  /** Grows when the list is cleared: what was asked for before belongs to nobody. */
  let generation = 0;
  let reading: Promise<void> | null = null;

  function change(part: Partial<ListState<Row>>): void {
    state.set({ ...state.get(), ...part });
  }

  async function readNewest(): Promise<void> {
    const asked = generation;
    try {
      const page = await readPage(null);
      if (asked !== generation) return;
      const { status, rows, cursor } = state.get();
      const isKnown = status === 'ready' && meets(rows, page.items, keyOf);
      change({
        status: 'ready',
        error: null,
        rows: isKnown ? merged(rows, page.items, keyOf) : page.items,
        cursor: isKnown ? cursor : page.next_cursor,
      });
    } catch (error) {
      if (asked === generation) change({ status: state.get().status === 'ready' ? 'ready' : 'failed', error });
    }
  }

  return {
    get: state.get,
    subscribe: state.subscribe,
    refresh() {
      reading ??= readNewest().finally(() => {
        reading = null;
      });
      return reading;
    },
    async loadRest() {
      if (state.get().isLoadingMore) return;
      const asked = generation;
      change({ isLoadingMore: true });
      try {
        let waiting: Row[] = [];
        let shownMs = performance.now();
        for (let { cursor, rows } = state.get(); cursor !== null && rows.length + waiting.length < MAX_ROWS;) {
          const page = await readPage(cursor);
          if (asked !== generation) return;
          waiting.push(...page.items);
          cursor = page.next_cursor;
          // Each time all rows are filtered and sorted, which for many takes longer than to read the next page.
          if (cursor !== null && performance.now() - shownMs < SHOW_EVERY_MS) continue;
          change({ rows: [...state.get().rows, ...waiting], cursor });
          ({ rows } = state.get());
          waiting = [];
          shownMs = performance.now();
        }
      } catch (error) {
        if (asked === generation) change({ error });
      } finally {
        if (asked === generation) change({ isLoadingMore: false });
      }
    },
    put(rows) {
      change({ rows: merged(state.get().rows, rows, keyOf) });
    },
    clear() {
      generation += 1;
      reading = null;
      state.set(empty);
    },
  };
}

/** The rows of a list, read when the component comes. */
export function useList<Row>(store: ListStore<Row>): ListState<Row> {
  useEffect(() => {
    void store.refresh();
  }, [store]);
  return useValue(store);
}

/** Rows with others taken in: known ones in their place, new ones in front, newest first. */
function merged<Row>(rows: readonly Row[], news: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  const changed = new Map(news.map((row) => [keyOf(row), row]));
  const kept = rows.map((row) => {
    const key = keyOf(row);
    const other = changed.get(key);
    changed.delete(key);
    return other === undefined || same(row, other) ? row : other;
  });
  return changed.size === 0 ? kept : [...news.filter((row) => changed.has(keyOf(row))), ...kept];
}

/** Whether the newest page reaches down to what is known, so that nothing is missing between them. */
function meets<Row>(rows: readonly Row[], page: readonly Row[], keyOf: (row: Row) => string): boolean {
  const [newest] = rows;
  if (newest === undefined || page.length === 0) return false;
  const key = keyOf(newest);
  return page.some((row) => keyOf(row) === key);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
