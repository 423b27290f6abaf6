import type { StreamClient } from '@bourse/client/stream.ts';
import { announce } from '../app/announcements.ts';
import { queryClient } from '../app/query-client.ts';
import { moneyText, quantityText } from '../design/decimal-text.ts';
import { transactions } from '../ledger/account.ts';
import { outcomeText } from '../orders/order-words.ts';
import type { Order } from '../orders/orders.ts';
import { orders } from '../orders/orders.ts';

/** What happens to the account is taken in at most so often, milliseconds: reading it again costs a request. */
const READ_AGAIN_MS = 400;

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Takes in what happens to the trader's orders and account, and tells it to those who hear the page. */
export function followEvents(stream: StreamClient): void {
  stream.events('orders', {
    onItems: (items) => {
      orders.put(items);
      for (const order of items) if (isNews(order)) announce(outcomeText(order));
      readAgain();
    },
    onGap: () => {
      void orders.refresh();
      readAgain();
    },
  });
  stream.events('executions', {
    onItems: (items) => {
      for (const { side, quantity, symbol, price } of items) {
        announce(`${side === 'buy' ? 'Bought' : 'Sold'} ${quantityText(quantity)} ${symbol} at ${moneyText(price)}.`);
      }
      readAgain();
    },
    onGap: readAgain,
  });
}

/** A fill is told by its execution. */
function isNews({ status }: Order): boolean {
  return status === 'rejected' || status === 'cancelled' || status === 'expired';
}

/** Reads what follows from the orders: balances, positions, journal. */
export function readAgain(): void {
  if (waiting !== undefined) return;
  waiting = setTimeout(() => {
    waiting = undefined;
    for (const queryKey of [['account'], ['positions'], ['fills']]) void queryClient.invalidateQueries({ queryKey });
    if (transactions.get().status === 'ready') void transactions.refresh();
  }, READ_AGAIN_MS);
}
