import type { AnswerOf } from '@bourse/client/api.ts';
import { answered } from '@bourse/client/api.ts';
import { ApiProblem } from '@bourse/client/problem.ts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ListPage, ListStore } from '../api/list-store.ts';
import { createListStore } from '../api/list-store.ts';
import { api } from '../app/bourse.ts';
import { alsoForget } from '../app/forget-everything.ts';
import { createValueStore } from '../design/value-store.ts';
import { liveStatus } from '../live/live-stream.ts';
import { requestNews } from './request-events.ts';

/** A version of a trade as it is stored. */
export type StoredTrade = AnswerOf<'/api/v1/trades'>['items'][number];

/** Which trades are listed; an empty text leaves a filter out. Dates are YYYY-MM-DD. */
export interface TradeFilter {
  readonly book_id: string;
  readonly counterparty_id: string;
  readonly maturity_from: string;
  readonly maturity_to: string;
  readonly expired: '' | 'true' | 'false';
  readonly versions: 'current' | 'all';
}

/** All trades, each in its highest version. */
export const EVERY_TRADE: TradeFilter = {
  ...{ book_id: '', counterparty_id: '', maturity_from: '', maturity_to: '', expired: '', versions: 'current' },
};

/** What is looked for in the trade store; it stays while one looks at a trade and comes back. */
export const tradeFilter = createValueStore(EVERY_TRADE);

alsoForget(() => {
  tradeFilter.set(EVERY_TRADE);
});

const PAGE_LIMIT = '500';
/** A page may hold little where the filters leave much out; so many are read before the first rows are shown. */
const MAX_PAGES_AT_ONCE = 20;
const ENOUGH_ROWS = 100;

/** Makes the list of the trades that a filter finds, by maturity date. */
export function createTradeList(filter: TradeFilter): ListStore<StoredTrade> {
  return createListStore(
    ({ trade_id: tradeId, version }) => `${tradeId}\n${version}`,
    async (from) => {
      const items: StoredTrade[] = [];
      let cursor = from;
      for (let pages = 0; pages < MAX_PAGES_AT_ONCE; pages += 1) {
        const page: ListPage<StoredTrade> = await readPage(filter, cursor);
        items.push(...page.items);
        cursor = page.next_cursor;
        if (cursor === null || items.length >= ENOUGH_ROWS) break;
      }
      return { items, next_cursor: cursor };
    },
  );
}

/** The versions of a trade, newest first. */
export function versionsQuery(tradeId: string) {
  return infiniteQueryOptions({
    queryKey: ['trade-versions', tradeId],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE_LIMIT, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answered(api.GET('/api/v1/trades/{trade_id}', { params: { path: { trade_id: tradeId }, query }, signal }));
    },
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** How often a request that is not decided is read again, milliseconds: the stream tells of it, unless it is lost. */
const READ_AGAIN_MS = { live: 10_000, connecting: 1_000, lost: 1_000 } as const;

/** Where a request stands, read once and again if the stream does not tell of it. */
export function requestQuery(requestId: string) {
  return queryOptions({
    queryKey: ['request', requestId],
    queryFn: async ({ signal }) => {
      const path = { request_id: requestId };
      const read = await answered(api.GET('/api/v1/requests/{request_id}', { params: { path }, signal }));
      // What was told while this was on its way is newer.
      return requestNews.told(requestId) ?? read;
    },
    refetchInterval: ({ state }) => (state.data?.status === 'PENDING' ? READ_AGAIN_MS[liveStatus.get()] : false),
    staleTime: 0,
  });
}

/** Whether an error says that there is no such trade or request. */
export function isUnknown(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 404;
}

function readPage(filter: TradeFilter, cursor: string | null): Promise<ListPage<StoredTrade>> {
  const {
    book_id: book,
    counterparty_id: counterparty,
    maturity_from: from,
    maturity_to: to,
    expired,
    versions,
  } = filter;
  const query = {
    limit: PAGE_LIMIT,
    versions,
    ...(book === '' ? {} : { book_id: book }),
    ...(counterparty === '' ? {} : { counterparty_id: counterparty }),
    ...(from === '' ? {} : { maturity_from: from }),
    ...(to === '' ? {} : { maturity_to: to }),
    ...(expired === '' ? {} : { expired }),
    ...(cursor === null ? {} : { cursor }),
  };
  return answered(api.GET('/api/v1/trades', { params: { query } }));
}

function firstPage(): string | null {
  return null;
}
