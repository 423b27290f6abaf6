import type { AnswerOf } from '@bourse/client/api.ts';
import { answered } from '@bourse/client/api.ts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../app/bourse.ts';
import type { Execution } from '../ledger/execution.ts';
import { executionOf } from '../ledger/execution.ts';

/** Open, high, low and close of an interval. */
export type Candle = AnswerOf<'/api/v1/assets/{symbol}/candles'>['items'][number];
export type CandleInterval = '1m' | '1h' | '1d';

const MINUTE_MS = 60_000;
export const INTERVAL_MS: Readonly<Record<CandleInterval, number>> = {
  '1m': MINUTE_MS,
  '1h': 60 * MINUTE_MS,
  '1d': 1_440 * MINUTE_MS,
};
const PAGE_LIMIT = '500';
/** Pages of the journal that are looked through for fills of an instrument: 2,500 transactions. */
const MAX_FILL_PAGES = 5;

/** The last 500 intervals of an instrument, oldest first. */
export function candlesQuery(symbol: string, interval: CandleInterval) {
  return queryOptions({
    queryKey: ['candles', symbol, interval],
    queryFn: async ({ signal }) => {
      const params = { path: { symbol }, query: { interval, limit: PAGE_LIMIT } };
      return (await answered(api.GET('/api/v1/assets/{symbol}/candles', { params, signal }))).items;
    },
    refetchInterval: MINUTE_MS,
  });
}

/** One's own newest fills in an instrument, from the journal. */
export function fillsQuery(symbol: string) {
  return queryOptions({
    queryKey: ['fills', symbol],
    queryFn: async ({ signal }) => {
      const fills: Execution[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < MAX_FILL_PAGES; page += 1) {
        const query: { limit: string; cursor?: string } = { limit: PAGE_LIMIT, ...(cursor === null ? {} : { cursor }) };
        const answer = await answered(api.GET('/api/v1/account/transactions', { params: { query }, signal }));
        fills.push(...answer.items.flatMap((item) => (item.symbol === symbol ? (executionOf(item) ?? []) : [])));
        cursor = answer.next_cursor;
        if (cursor === null) break;
      }
      return fills;
    },
  });
}
