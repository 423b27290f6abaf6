import { expect, it } from 'vitest';
import type { AccountBooks, BookKeys } from '../ports/account-books.ts';
import type { Located } from '../processing/processor.ts';
import type { AccountCommand } from './account-command.ts';
import { createWorkingBooks } from './working-books.ts';

const cancel = (accountId: string, orderId: string): Located<AccountCommand> => ({
  partition: 0,
  position: 0n,
  record: { key: accountId, value: '{}', headers: {} },
  value: { type: 'cancel-order', commandId: `cancel-${accountId}`, accountId, orderId },
});

it('looks for an order in every account that names it, whoever of them it belongs to', async () => {
  const asked: BookKeys[] = [];
  const stored: AccountBooks = {
    load(keys) {
      asked.push(keys);
      return Promise.resolve({ accounts: [], positions: [], orders: [], cashTransactions: [], heads: [] });
    },
    save: () => Promise.reject(new TypeError('nothing is saved here')),
  };
  const books = createWorkingBooks(stored, { maxBookEntries: 10, recentOrders: 10, carefulBatches: 0 });
  await books.load([cancel('owner', 'order-1'), cancel('stranger', 'order-1')]);
  expect(asked[0]?.orders).toEqual([
    { accountId: 'owner', id: 'order-1' },
    { accountId: 'stranger', id: 'order-1' },
  ]);
});
