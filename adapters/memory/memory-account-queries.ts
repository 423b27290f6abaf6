import type { AccountQueries, OrderFilter, Portfolio } from '@bourse/application/ports/account-queries.ts';
import type { Account } from '@bourse/core/ledger/account.ts';
import { emptyAccount } from '@bourse/core/ledger/account.ts';
import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import { marketValue } from '@bourse/core/ledger/position.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import { isOpen } from '@bourse/core/orders/order.ts';
import type { MemoryAccountBooks } from './memory-account-books.ts';
import type { MemoryMarketStore } from './memory-market-store.ts';

/** Reads books in memory by looking at all of them. */
export function createMemoryAccountQueries(
  books: MemoryAccountBooks,
  market: Pick<MemoryMarketStore, 'lastClose'>,
): AccountQueries {
  /** Newest first. */
  const journalOf = (accountId: string): JournalTransaction[] =>
    books
      .journal()
      .filter((transaction) => transaction.accountId === accountId)
      .sort((one, other) => other.recordedAtMs - one.recordedAtMs || compare(other.sequence, one.sequence));

  function portfolioAt(accountId: string, atMs: number): Portfolio {
    const journal = journalOf(accountId).filter(({ recordedAtMs }) => recordedAtMs <= atMs);
    const positions = positionsOf(books, accountId).flatMap((position) => {
      const shares = journal.find(({ movement }) => movement.symbol === position.symbol)?.after.shares ?? null;
      return shares === null ? [] : [{ ...position, ...shares }];
    });
    return { account: accountAfter(accountId, journal[0]), positions };
  }

  return {
    async orders(names) {
      const orders = new Map(books.orders().map((order) => [`${order.accountId}/${order.id}`, order]));
      return names.map(({ accountId, orderId }) => orders.get(`${accountId}/${orderId}`));
    },
    async portfolios(accountIds) {
      const accounts = new Map(books.accounts().map((account) => [account.accountId, account]));
      return accountIds.map((accountId) => ({
        account: accounts.get(accountId) ?? emptyAccount(accountId),
        positions: positionsOf(books, accountId),
      }));
    },
    async listOrders(filter) {
      return books
        .orders()
        .filter((order) => isListed(order, filter))
        .sort((one, other) => other.createdAtMs - one.createdAtMs || compare(other.id, one.id))
        .slice(0, filter.limit);
    },
    async listTransactions({ accountId, limit, after }) {
      const isBehind = ({ recordedAtMs, sequence }: JournalTransaction): boolean =>
        after === null ||
        recordedAtMs < after.recordedAtMs ||
        (recordedAtMs === after.recordedAtMs && sequence < after.sequence);
      return journalOf(accountId).filter(isBehind).slice(0, limit);
    },
    portfolioAt: async (accountId, atMs) => portfolioAt(accountId, atMs),
    async equityAt(accountId, momentsMs) {
      return momentsMs.map((atMs) => {
        const { account, positions } = portfolioAt(accountId, atMs);
        const values = positions.map((position) => {
          const priceMicros = market.lastClose(position.symbol, atMs);
          return priceMicros === undefined ? 0n : marketValue(position, priceMicros);
        });
        const marketValueMicros = values.reduce((sum, value) => sum + value, 0n);
        return { atMs, cashMicros: account.availableMicros + account.heldMicros, marketValueMicros };
      });
    },
  };
}

function positionsOf(books: MemoryAccountBooks, accountId: string): Position[] {
  return books
    .positions()
    .filter((position) => position.accountId === accountId)
    .sort((one, other) => compare(one.symbol, other.symbol));
}

function accountAfter(accountId: string, newest: JournalTransaction | undefined): Account {
  if (newest === undefined) return emptyAccount(accountId);
  return {
    ...emptyAccount(accountId),
    availableMicros: newest.after.cashAvailableMicros,
    heldMicros: newest.after.cashHeldMicros,
    recordedAtMs: newest.recordedAtMs,
  };
}

function isListed(order: Order, { accountId, symbol, openOnly, after }: OrderFilter): boolean {
  if (order.accountId !== accountId || (symbol !== null && order.terms.symbol !== symbol)) return false;
  if (openOnly && !isOpen(order)) return false;
  if (after === null || order.createdAtMs < after.createdAtMs) return true;
  return order.createdAtMs === after.createdAtMs && order.id < after.id;
}

function compare<Key extends string | bigint>(one: Key, other: Key): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
