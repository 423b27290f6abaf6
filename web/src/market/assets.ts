import { answered } from '@bourse/client/api.ts';
import type { paths } from '@bourse/client/generated/api-types.ts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../app/bourse.ts';
import { prices } from '../live/live.ts';

type AssetPage = paths['/api/v1/assets']['get']['responses'][200]['content']['application/json'];

/** An instrument as it is listed. */
export type Asset = AssetPage['items'][number];

const PAGE_LIMIT = '500';

/** The instruments that a search finds, page by page. Their prices go to the live prices. */
export function assetsQuery(search: string) {
  return infiniteQueryOptions({
    queryKey: ['assets', search],
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        limit: PAGE_LIMIT,
        ...(search === '' ? {} : { q: search }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      const page = await answered(api.GET('/api/v1/assets', { params: { query }, signal }));
      offerPrices(page.items);
      return page;
    },
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** One instrument. */
export function assetQuery(symbol: string) {
  return queryOptions({
    queryKey: ['asset', symbol],
    queryFn: async ({ signal }) => {
      const asset = await answered(api.GET('/api/v1/assets/{symbol}', { params: { path: { symbol } }, signal }));
      offerPrices([asset]);
      return asset;
    },
  });
}

/** Gives the prices of listed instruments to those who watch them. */
export function offerPrices(assets: readonly Asset[]): void {
  prices.offer(assets.flatMap(({ symbol, price }) => (price === null ? [] : [{ symbol, ...price }])));
}

function firstPage(): string | null {
  return null;
}
