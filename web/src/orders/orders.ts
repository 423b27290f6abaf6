import { answered } from '@bourse/client/api.ts';
import type { EventItems } from '@bourse/client/stream-message.ts';
import { createListStore } from '../api/list-store.ts';
import { api } from '../app/bourse.ts';

/** An order and what has become of it. */
export type Order = EventItems['orders'];

const PAGE_LIMIT = '500';

/** The orders of the account, newest first. */
export const orders = createListStore<Order>(
  ({ id }) => id,
  (cursor) => {
    const query = { limit: PAGE_LIMIT, ...(cursor === null ? {} : { cursor }) };
    return answered(api.GET('/api/v1/orders', { params: { query } }));
  },
);

/** Whether an order can still be filled or cancelled. */
export function isOpen({ status }: Order): boolean {
  return status === 'accepted' || status === 'open' || status === 'partially_filled';
}
