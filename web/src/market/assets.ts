import { answered } from '@bourse/client/api.ts';
import type { paths } from '@bourse/client/generated/api-types.ts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../app/bourse.ts';
import { prices } from '../live/live.ts';

type AssetPage = paths['/api/v1/assets']['get']['responses'][200]['content']['application/json'];

/** An instrument as it is listed. */
export type Asset = AssetPage['items'][number];
/** What stays of an instrument while its price moves. */
export type Listing = Omit<Asset, 'price'>;

const PAGE_LIMIT = '500';
/** How often it is looked for instruments that came in meanwhile, or were halted: each page of the list adds so much, since it costs a request. */
const READ_AGAIN_MS = 30_000;

/** The instruments that a search finds, page by page, read again and again. Their prices go to the live prices. */
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
    select: listingsOf,
    refetchInterval: ({ state }) => READ_AGAIN_MS * (state.data?.pages.length ?? 1),
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

/** Without the prices, so that nothing has changed where only they have. */
function listingsOf({ pages }: { readonly pages: readonly AssetPage[] }): readonly Listing[] {
  return pages.flatMap(({ items }) =>
    items.map(({ symbol, name, exchange, sector, status }) => ({ symbol, name, exchange, sector, status })),
  );
}

function firstPage(): string | null {
  return null;
}
