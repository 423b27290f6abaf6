import type { AnswerOf } from '@bourse/client/api.ts';
import { answered } from '@bourse/client/api.ts';
import { queryOptions } from '@tanstack/react-query';
import { createListStore } from '../api/list-store.ts';
import { api } from '../app/bourse.ts';

export type Account = AnswerOf<'/api/v1/account'>;
export type Position = AnswerOf<'/api/v1/positions'>['items'][number];
export type JournalTransaction = AnswerOf<'/api/v1/account/transactions'>['items'][number];
export type EquityPoint = AnswerOf<'/api/v1/account/history'>['items'][number];

const PAGE_LIMIT = '500';
/** Most pages of positions that are read: 10,000 symbols. */
const MAX_POSITION_PAGES = 20;
const REFRESH_MS = 30_000;

/** The balances of the account as they are now. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => answered(api.GET('/api/v1/account', { signal })),
  refetchInterval: REFRESH_MS,
});

/** Everything the account owns. */
export const positionsQuery = queryOptions({
  queryKey: ['positions'],
  queryFn: async ({ signal }) => {
    const positions: Position[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < MAX_POSITION_PAGES; page += 1) {
      const query: { limit: string; cursor?: string } = { limit: PAGE_LIMIT, ...(cursor === null ? {} : { cursor }) };
      const { items, next_cursor: next } = await answered(api.GET('/api/v1/positions', { params: { query }, signal }));
      positions.push(...items);
      cursor = next;
      if (cursor === null) break;
    }
    return positions;
  },
  refetchInterval: REFRESH_MS,
});

/** The equity of the account over so much time up to now. */
export function equityHistoryQuery(lastMs: number) {
  return queryOptions({
    queryKey: ['equity', lastMs],
    queryFn: async ({ signal }) => {
      const query = { from: new Date(Date.now() - lastMs).toISOString(), points: '200' };
      return (await answered(api.GET('/api/v1/account/history', { params: { query }, signal }))).items;
    },
    refetchInterval: 60_000,
  });
}

/** The account as it was at a moment. */
export function accountAtQuery(moment: string) {
  return queryOptions({
    queryKey: ['account', moment],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/account', { params: { query: { as_of: moment } }, signal })),
    staleTime: Infinity,
  });
}

/** What the account owned at a moment. */
export function positionsAtQuery(moment: string) {
  return queryOptions({
    queryKey: ['positions', moment],
    queryFn: async ({ signal }) => {
      const query = { as_of: moment, limit: PAGE_LIMIT };
      return (await answered(api.GET('/api/v1/positions', { params: { query }, signal }))).items;
    },
    staleTime: Infinity,
  });
}

/** The journal of the account, newest first. */
export const transactions = createListStore<JournalTransaction>(
  ({ id }) => id,
  (cursor) => {
    const query = { limit: PAGE_LIMIT, ...(cursor === null ? {} : { cursor }) };
    return answered(api.GET('/api/v1/account/transactions', { params: { query } }));
  },
);
