import type { StreamClient } from '@bourse/client/stream.ts';
import { queryClient } from '../app/query-client.ts';
import { alsoForget } from '../app/forget-everything.ts';
import { createRequestNews } from './request-news.ts';

/** An upload has at most a few thousand requests under way; the rest is for requests that are looked at later. */
const MAX_REMEMBERED = 20_000;

/** What the stream told of the requests of the one who is logged in. */
export const requestNews = createRequestNews(MAX_REMEMBERED);

alsoForget(() => {
  requestNews.clear();
});

/** Takes in what becomes of the trades that the operator hands in. */
export function followRequests(stream: Pick<StreamClient, 'events'>): void {
  stream.events('requests', {
    onItems: (items) => {
      requestNews.take(items);
      for (const item of items) queryClient.setQueryData(['request', item.request_id], (known) => known && item);
    },
    onGap: () => {
      requestNews.take(null);
      void queryClient.invalidateQueries({ queryKey: ['request'] });
    },
  });
}
