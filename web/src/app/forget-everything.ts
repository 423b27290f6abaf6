import { transactions } from '../ledger/account.ts';
import { orders } from '../orders/orders.ts';
import { queryClient } from './query-client.ts';

/** Drops everything that was read for the one who was logged in. */
export function forgetEverything(): void {
  queryClient.clear();
  orders.clear();
  transactions.clear();
}
