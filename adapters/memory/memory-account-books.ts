import type { AccountBooks, BookChanges, CashTransaction } from '@bourse/application/ports/account-books.ts';
import type { Account } from '@bourse/core/ledger/account.ts';
import type { JournalHead, JournalTransaction } from '@bourse/core/ledger/journal.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import { checkStorable } from './book-constraints.ts';
import { atCommit } from './memory-transactions.ts';
import { setEntries } from './reversible-map.ts';

/** Books that can be looked at as a whole. */
export interface MemoryAccountBooks extends AccountBooks {
  accounts(): readonly Account[];
  positions(): readonly Position[];
  orders(): readonly Order[];
  cashTransactions(): readonly CashTransaction[];
  heads(): readonly JournalHead[];
  /** The journal in the order in which it was written. */
  journal(): readonly JournalTransaction[];
}

/** The books for as long as the process lives, under the constraints of the tables. */
export function createMemoryAccountBooks(): MemoryAccountBooks {
  const accounts = new Map<string, Account>();
  const positions = new Map<string, Position>();
  const orders = new Map<string, Order>();
  const cashTransactions = new Map<string, CashTransaction>();
  const heads = new Map<number, JournalHead>();
  const journal = new Map<string, JournalTransaction>();

  function write(changes: BookChanges): () => void {
    const newOrders = changes.newOrders.map(entryOfOrder);
    const newCash = changes.cashTransactions.map(entryOfCash);
    const newJournal = changes.journal.map(entryOfJournal);
    refuseKnown(orders, newOrders, (key) => new Fault('conflict', `order ${key} exists already`));
    refuseKnown(
      cashTransactions,
      newCash,
      (key) => new Fault('invalid-data', `cash transaction ${key} exists already`),
    );
    refuseKnown(journal, newJournal, (key) => new Fault('invalid-data', `journal transaction ${key} exists already`));
    const undo = [
      setEntries(accounts, changes.accounts.map(entryOfAccount)),
      setEntries(positions, changes.positions.map(entryOfPosition)),
      setEntries(orders, newOrders),
      setEntries(
        orders,
        changes.changedOrders.map(entryOfOrder).filter(([key]) => orders.has(key)),
      ),
      setEntries(cashTransactions, newCash),
      setEntries(journal, newJournal),
      setEntries(heads, changes.heads.map(entryOfHead)),
    ];
    return () => {
      for (const takeBack of undo.reverse()) takeBack();
    };
  }

  return {
    async load(keys) {
      return {
        accounts: keys.accountIds.flatMap((accountId) => accounts.get(accountId) ?? []),
        positions: keys.positions.flatMap(({ accountId, symbol }) => positions.get(keyOf(accountId, symbol)) ?? []),
        orders: keys.orders.flatMap(({ accountId, id }) => orders.get(keyOf(accountId, id)) ?? []),
        cashTransactions: keys.cashTransactions.flatMap(
          ({ accountId, transactionId }) => cashTransactions.get(keyOf(accountId, transactionId)) ?? [],
        ),
        heads: keys.partitions.flatMap((partition) => heads.get(partition) ?? []),
      };
    },
    async save(transaction, changes) {
      checkStorable(changes);
      atCommit(transaction, () => write(changes));
    },
    accounts: () => [...accounts.values()],
    positions: () => [...positions.values()],
    orders: () => [...orders.values()],
    cashTransactions: () => [...cashTransactions.values()],
    heads: () => [...heads.values()],
    journal: () => [...journal.values()],
  };
}

function refuseKnown<Value>(
  known: ReadonlyMap<string, Value>,
  entries: readonly (readonly [string, Value])[],
  refusal: (key: string) => Fault,
): void {
  const seen = new Set<string>();
  for (const [key] of entries) {
    if (known.has(key) || seen.has(key)) throw refusal(key);
    seen.add(key);
  }
}

function keyOf(...parts: readonly (string | number | bigint)[]): string {
  return parts.join('/');
}

function entryOfAccount(account: Account): [string, Account] {
  return [account.accountId, account];
}

function entryOfPosition(position: Position): [string, Position] {
  return [keyOf(position.accountId, position.symbol), position];
}

function entryOfOrder(order: Order): [string, Order] {
  return [keyOf(order.accountId, order.id), order];
}

function entryOfCash(cash: CashTransaction): [string, CashTransaction] {
  return [keyOf(cash.accountId, cash.transactionId), cash];
}

function entryOfJournal(transaction: JournalTransaction): [string, JournalTransaction] {
  const { accountId, recordedAtMs, sequence, partition } = transaction;
  return [keyOf(accountId, recordedAtMs, sequence, partition), transaction];
}

function entryOfHead(head: JournalHead): [number, JournalHead] {
  return [head.partition, head];
}
