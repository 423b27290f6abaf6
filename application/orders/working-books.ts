import { PassingMap } from '@bourse/core/caching/passing-map.ts';
import { RecentMap } from '@bourse/core/caching/recent-map.ts';
import type { Account } from '@bourse/core/ledger/account.ts';
import { emptyAccount } from '@bourse/core/ledger/account.ts';
import type { JournalHead } from '@bourse/core/ledger/journal.ts';
import { emptyHead } from '@bourse/core/ledger/journal.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import { emptyPosition } from '@bourse/core/ledger/position.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import { isOpen } from '@bourse/core/orders/order.ts';
import type { AccountBooks, BookKeys, CashTransaction } from '../ports/account-books.ts';
import type { Located } from '../processing/processor.ts';
import type { AccountCommand } from './account-command.ts';
import { accountOf } from './account-command.ts';

/** The part of the books that a worker has in memory: what it loaded, changed by what it decided since. */
export interface WorkingBooks {
  /** Whether the next loading begins with forgetting what was kept, as there is too much of it. */
  isFull(): boolean;
  /** Loads what the commands touch and is not here yet. Throws Fault('unavailable'). */
  load(commands: readonly Located<AccountCommand>[]): Promise<void>;
  account(accountId: string): Account;
  position(accountId: string, symbol: string): Position;
  order(accountId: string, id: string): Order | undefined;
  cashTransaction(accountId: string, transactionId: string): CashTransaction | undefined;
  head(partition: number): JournalHead;
  setAccount(account: Account): void;
  setPosition(position: Position): void;
  setOrder(order: Order): void;
  setCashTransaction(transaction: CashTransaction): void;
  setHead(head: JournalHead): void;
  /** Keeps the books of accounts for the next batches, and forgets what only this batch needed. */
  endBatch(): void;
  /** Forgets everything, and looks every order up for a while. */
  clear(): void;
}

/** How much the working books keep, and how much they trust. */
export interface WorkingBooksLimits {
  /** Accounts, and positions, kept in memory: about so many. */
  readonly maxBookEntries: number;
  /** Final orders kept in memory: a client that sends one again mostly does so soon. */
  readonly recentOrders: number;
  /** For how many batches after a start or a failure every order is looked up; after a failure it is one at least. */
  readonly carefulBatches: number;
}

/**
 * Makes empty working books over stored ones.
 *
 * An order that is placed and not in memory is taken for a new one without a look at the store, as nearly every one is: who sends one twice
 * mostly meets the first one in memory. Where that is wrong the store refuses the whole batch; it is decided again with a look at everything,
 * and so are the batches after it for a while, so that somebody who repeats old orders cannot keep others from theirs.
 */
export function createWorkingBooks(stored: AccountBooks, limits: WorkingBooksLimits): WorkingBooks {
  const { maxBookEntries: maxEntries } = limits;
  const accounts = new Map<string, Account>();
  const positions = new Map<string, Position>();
  // By their ids alone: those of two accounts never are the same (ids are derived from the account, or random).
  const orders = new PassingMap<string, Order>();
  const cashTransactions = new PassingMap<string, CashTransaction>();
  const heads = new Map<number, JournalHead>();
  /** Orders that the batch under way loaded or changed: what is final among them is forgotten when it ends. */
  let touchedOrders = new Set<string>();
  const recentOrders = new RecentMap<string, Order>(limits.recentOrders);
  // What an earlier owner of the partitions decided last is not in memory: the first batches are careful too.
  let { carefulBatches } = limits;

  function missingKeys(commands: readonly Located<AccountCommand>[]): BookKeys {
    const wanted = new Map<string, string>();
    const wantedPositions = new Map<string, { accountId: string; symbol: string }>();
    const wantedOrders = new Map<string, { accountId: string; id: string }>();
    const wantedCash = new Map<string, { accountId: string; transactionId: string }>();
    const wantedPartitions = new Set<number>();
    for (const { value: command, partition } of commands) {
      const accountId = accountOf(command);
      if (!accounts.has(accountId)) wanted.set(accountId, accountId);
      if (!heads.has(partition)) wantedPartitions.add(partition);
      if (command.type === 'move-cash') {
        const { transactionId } = command.cash;
        wantedCash.set(`${accountId}/${transactionId}`, { accountId, transactionId });
        continue;
      }
      const isPlaced = command.type === 'place-order';
      const id = isPlaced ? command.order.id : command.orderId;
      const isHere = orders.has(id) || (isPlaced && (carefulBatches === 0 || recentOrders.get(id) !== undefined));
      if (!isHere) wantedOrders.set(keyOf(accountId, id), { accountId, id });
      if (command.type !== 'place-order') continue;
      const { symbol } = command.order.terms;
      const key = keyOf(accountId, symbol);
      if (!positions.has(key)) wantedPositions.set(key, { accountId, symbol });
    }
    return {
      accountIds: [...wanted.values()],
      positions: [...wantedPositions.values()],
      orders: [...wantedOrders.values()],
      cashTransactions: [...wantedCash.values()],
      partitions: [...wantedPartitions],
    };
  }

  function setOrder(order: Order): void {
    orders.set(order.id, order);
    touchedOrders.add(order.id);
  }

  function orderOf(accountId: string, id: string): Order | undefined {
    const order = orders.get(id) ?? recentOrders.get(id);
    return order?.accountId === accountId ? order : undefined;
  }

  async function loadKeys(keys: BookKeys): Promise<void> {
    const found = await stored.load(keys);
    for (const account of found.accounts) accounts.set(account.accountId, account);
    for (const position of found.positions) positions.set(keyOf(position.accountId, position.symbol), position);
    for (const order of found.orders) setOrder(order);
    for (const cash of found.cashTransactions) cashTransactions.set(keyOf(cash.accountId, cash.transactionId), cash);
    for (const partition of keys.partitions) heads.set(partition, emptyHead(partition));
    for (const head of found.heads) heads.set(head.partition, head);
    for (const accountId of keys.accountIds) {
      if (!accounts.has(accountId)) accounts.set(accountId, emptyAccount(accountId));
    }
    for (const { accountId, symbol } of keys.positions) {
      const key = keyOf(accountId, symbol);
      if (!positions.has(key)) positions.set(key, emptyPosition(accountId, symbol));
    }
  }

  /** Cancelling or trying an order that was just loaded needs the position of its symbol as well. */
  async function loadPositionsOfOrders(keys: BookKeys): Promise<void> {
    const missing = keys.orders.flatMap(({ accountId, id }) => {
      const symbol = orderOf(accountId, id)?.terms.symbol;
      return symbol === undefined || positions.has(keyOf(accountId, symbol)) ? [] : [{ accountId, symbol }];
    });
    if (missing.length === 0) return;
    await loadKeys({ accountIds: [], positions: missing, orders: [], cashTransactions: [], partitions: [] });
  }

  const isFull = (): boolean => [accounts, positions, orders].some(({ size }) => size > maxEntries);

  return {
    isFull,
    async load(commands) {
      if (isFull()) for (const kept of [accounts, positions, orders]) kept.clear();
      const keys = missingKeys(commands);
      await loadKeys(keys);
      await loadPositionsOfOrders(keys);
    },
    account: (accountId) => found(accounts.get(accountId), 'account', accountId),
    position: (accountId, symbol) => found(positions.get(keyOf(accountId, symbol)), 'position', symbol),
    order: orderOf,
    cashTransaction: (accountId, transactionId) => cashTransactions.get(keyOf(accountId, transactionId)),
    head: (partition) => found(heads.get(partition), 'journal head', String(partition)),
    setAccount: (account) => accounts.set(account.accountId, account),
    setPosition: (position) => positions.set(keyOf(position.accountId, position.symbol), position),
    setOrder,
    setCashTransaction: (cash) => cashTransactions.set(keyOf(cash.accountId, cash.transactionId), cash),
    setHead: (head) => heads.set(head.partition, head),
    endBatch() {
      cashTransactions.clear();
      for (const id of touchedOrders) {
        const order = orders.get(id);
        if (order === undefined || isOpen(order)) continue;
        orders.delete(id);
        recentOrders.set(id, order);
      }
      touchedOrders = new Set();
      carefulBatches = Math.max(0, carefulBatches - 1);
    },
    clear() {
      carefulBatches = Math.max(1, limits.carefulBatches);
      recentOrders.deleteWhere(() => true);
      accounts.clear();
      positions.clear();
      orders.clear();
      touchedOrders = new Set();
      cashTransactions.clear();
      heads.clear();
    },
  };
}

/** Ids and symbols hold no slash, so the pair is unambiguous. */
function keyOf(accountId: string, id: string): string {
  return `${accountId}/${id}`;
}

function found<Entry>(entry: Entry | undefined, kind: string, name: string): Entry {
  if (entry === undefined) throw new RangeError(`${kind} ${name} was not loaded`);
  return entry;
}
