import { transactions } from '../ledger/account.ts';
import { orders } from '../orders/orders.ts';
import { queryClient } from './query-client.ts';

const holders = new Set<() => void>();

/** Has something be dropped too when nobody is logged in any more; for views that come later than the first script. */
export function alsoForget(drop: () => void): void {
  holders.add(drop);
}

/** Drops everything that was read for the one who was logged in. */
export function forgetEverything(): void {
  queryClient.clear();
  orders.clear();
  transactions.clear();
  for (const drop of holders) drop();
}
