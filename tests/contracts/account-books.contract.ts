import type { AccountBooks, BookChanges, BookKeys } from '@bourse/application/ports/account-books.ts';
import { isFault } from '@bourse/application/ports/fault.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  account,
  cashTransaction,
  journalHead,
  journalTransaction,
  MAX_INT64,
  order,
  position,
} from '../support/arbitraries.ts';
import { contractSuite } from '../support/contract-suite.ts';

/** Books, and a way to look at the journal, which the port only writes. */
export interface AccountBooksSubject {
  readonly books: AccountBooks;
  readonly transactions: Transactions;
  /** The journal of one account, in the order of recording. */
  readonly journalOf: (accountId: string) => Promise<readonly JournalTransaction[]>;
}

const NO_CHANGES: BookChanges = {
  accounts: [],
  positions: [],
  newOrders: [],
  changedOrders: [],
  cashTransactions: [],
  journal: [],
  heads: [],
};

const NO_KEYS: BookKeys = { accountIds: [], positions: [], orders: [], cashTransactions: [], partitions: [] };

const RUNS = { numRuns: 50 };

/** What the books of every store have to do. */
export function accountBooksContract(adapter: string, open: () => Promise<AccountBooksSubject>): void {
  const openBooks = async () => {
    const subject = await open();
    const save = (changes: Partial<BookChanges>) =>
      subject.transactions.run((transaction) => subject.books.save(transaction, { ...NO_CHANGES, ...changes }));
    const load = (keys: Partial<BookKeys>) => subject.books.load({ ...NO_KEYS, ...keys });
    return { ...subject, save, load };
  };
  const unstorable = (error: unknown): boolean => isFault(error, 'invalid-data');
  const one = <Value>(arbitrary: fc.Arbitrary<Value>): Value => fc.sample(arbitrary, 1)[0]!;

  contractSuite('AccountBooks', adapter, () => {
    it('finds nothing where nothing was saved, and nothing where nothing is asked for', async () => {
      const { load, save } = await openBooks();
      await save({});
      const nothing = { accounts: [], positions: [], orders: [], cashTransactions: [], heads: [] };
      expect(await load({})).toEqual(nothing);
      const accountId = one(fc.uuid());
      const missing = {
        accountIds: [accountId],
        positions: [{ accountId, symbol: 'AAPL' }],
        orders: [{ accountId, id: accountId }],
        cashTransactions: [{ accountId, transactionId: accountId }],
        partitions: [2_000_000_000],
      };
      expect(await load(missing)).toEqual(nothing);
    });

    it('gives accounts back as they were saved', async () => {
      const { load, save } = await openBooks();
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(account(), { selector: ({ accountId }) => accountId }), async (accounts) => {
          await save({ accounts });
          const loaded = await load({ accountIds: accounts.map(({ accountId }) => accountId) });
          expect(byKey(loaded.accounts, 'accountId')).toEqual(byKey(accounts, 'accountId'));
        }),
        RUNS,
      );
    });

    it('gives positions back as they were saved', async () => {
      const { load, save } = await openBooks();
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(position(), { selector: ({ accountId }) => accountId }), async (positions) => {
          await save({ positions });
          const loaded = await load({ positions: positions.map(({ accountId, symbol }) => ({ accountId, symbol })) });
          expect(byKey(loaded.positions, 'accountId')).toEqual(byKey(positions, 'accountId'));
        }),
        RUNS,
      );
    });

    it('gives orders back as they were saved', async () => {
      const { load, save } = await openBooks();
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(order(), { selector: ({ id }) => id }), async (orders) => {
          await save({ newOrders: orders });
          const loaded = await load({ orders: orders.map(({ accountId, id }) => ({ accountId, id })) });
          expect(byKey(loaded.orders, 'id')).toEqual(byKey(orders, 'id'));
        }),
        RUNS,
      );
    });

    it('gives changed orders back as they were saved last', async () => {
      const { load, save } = await openBooks();
      const change = fc.uniqueArray(fc.tuple(order(), order()), { selector: ([{ id }]) => id, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(change, async (changes) => {
          const before = changes.map(([first]) => first);
          const after = changes.map(([first, second]) => changed(first, second));
          await save({ newOrders: before });
          await save({ changedOrders: after });
          const loaded = await load({ orders: before.map(({ accountId, id }) => ({ accountId, id })) });
          expect(byKey(loaded.orders, 'id')).toEqual(byKey(after, 'id'));
        }),
        RUNS,
      );
    });

    it('gives deposits and withdrawals back as they were saved', async () => {
      const { load, save } = await openBooks();
      const several = fc.uniqueArray(cashTransaction(), { selector: ({ transactionId }) => transactionId });
      await fc.assert(
        fc.asyncProperty(several, async (cashTransactions) => {
          await save({ cashTransactions });
          const keys = cashTransactions.map(({ accountId, transactionId }) => ({ accountId, transactionId }));
          const loaded = await load({ cashTransactions: keys });
          expect(byKey(loaded.cashTransactions, 'transactionId')).toEqual(byKey(cashTransactions, 'transactionId'));
        }),
        RUNS,
      );
    });

    it('gives the ends of hash chains back as they were saved last', async () => {
      const { load, save } = await openBooks();
      const several = fc.uniqueArray(journalHead(), { selector: ({ partition }) => partition });
      await fc.assert(
        fc.asyncProperty(several, async (heads) => {
          await save({ heads });
          const loaded = await load({ partitions: heads.map(({ partition }) => partition) });
          expect(byKey(loaded.heads, 'partition')).toEqual(byKey(heads, 'partition'));
        }),
        RUNS,
      );
    });

    it('keeps journal transactions as they were saved', async () => {
      const { journalOf, save } = await openBooks();
      await fc.assert(
        fc.asyncProperty(journalTransaction(), async (transaction) => {
          await save({ journal: [transaction] });
          expect(await journalOf(transaction.accountId)).toEqual([transaction]);
        }),
        RUNS,
      );
    });

    it('replaces accounts and positions that exist', async () => {
      const { load, save } = await openBooks();
      const first = { ...one(account()), availableMicros: 5n };
      const held = { ...one(position()), availableMicros: 5n };
      await save({ accounts: [first], positions: [held] });
      await save({
        accounts: [{ ...first, availableMicros: 6n }],
        positions: [{ ...held, realizedProfitMicros: -7n }],
      });
      const loaded = await load({
        accountIds: [first.accountId],
        positions: [{ accountId: held.accountId, symbol: held.symbol }],
      });
      expect(loaded.accounts).toEqual([{ ...first, availableMicros: 6n }]);
      expect(loaded.positions).toEqual([{ ...held, realizedProfitMicros: -7n }]);
    });

    it('finds a position by account and symbol, an order by account and id', async () => {
      const { load, save } = await openBooks();
      const held = { ...one(position()), symbol: 'AAPL' };
      const placed = one(order());
      await save({ positions: [held, { ...held, symbol: 'MSFT' }], newOrders: [placed] });
      const strange = one(fc.uuid());
      const loaded = await load({
        positions: [
          { accountId: held.accountId, symbol: 'AAPL' },
          { accountId: strange, symbol: 'MSFT' },
        ],
        orders: [{ accountId: strange, id: placed.id }],
      });
      expect(loaded.positions).toEqual([held]);
      expect(loaded.orders).toEqual([]);
    });

    it('saves nothing of a batch when its transaction rolls back', async () => {
      const { books, transactions, load, journalOf } = await openBooks();
      const saved = { accounts: [one(account())], newOrders: [one(order())], journal: [one(journalTransaction())] };
      const run = transactions.run(async (transaction) => {
        await books.save(transaction, { ...NO_CHANGES, ...saved });
        throw new RangeError('rolled back');
      });
      await expect(run).rejects.toThrow('rolled back');
      const loaded = await load({
        accountIds: saved.accounts.map(({ accountId }) => accountId),
        orders: saved.newOrders.map(({ accountId, id }) => ({ accountId, id })),
      });
      expect([...loaded.accounts, ...loaded.orders]).toEqual([]);
      expect(await journalOf(saved.journal[0]!.accountId)).toEqual([]);
    });

    const good = one(journalTransaction());
    const { movement, after } = good;
    const shares = { availableMicros: 0n, heldMicros: 0n, averageEntryPriceMicros: 0n, realizedProfitMicros: 0n };
    const withEntries = (entries: Partial<typeof movement.entries>): JournalTransaction => ({
      ...good,
      movement: { ...movement, entries: { ...movement.entries, ...entries } },
    });
    const wrong: readonly (readonly [string, Partial<BookChanges>])[] = [
      ['an account with less than no cash', { accounts: [{ ...one(account()), availableMicros: -1n }] }],
      ['an account that holds less than no cash', { accounts: [{ ...one(account()), heldMicros: -1n }] }],
      ['a position with less than no shares', { positions: [{ ...one(position()), availableMicros: -1n }] }],
      ['a position that holds less than no shares', { positions: [{ ...one(position()), heldMicros: -1n }] }],
      ['an order that holds less than nothing', { newOrders: [{ ...one(order()), heldMicros: -1n }] }],
      ['more cash than 64 bits hold', { accounts: [{ ...one(account()), availableMicros: MAX_INT64 + 1n }] }],
      [
        'a transaction whose cash does not balance',
        { journal: [withEntries({ cashFees: movement.entries.cashFees + 1n })] },
      ],
      [
        'a transaction whose shares do not balance',
        { journal: [withEntries({ sharesVenue: movement.entries.sharesVenue - 1n })] },
      ],
      [
        'a transaction that leaves less than no cash',
        { journal: [{ ...good, after: { ...after, cashAvailableMicros: -1n } }] },
      ],
      [
        'a transaction that leaves less than no held cash',
        { journal: [{ ...good, after: { ...after, cashHeldMicros: -1n } }] },
      ],
      [
        'a transaction that leaves less than no shares',
        { journal: [{ ...good, after: { ...after, shares: { ...shares, availableMicros: -1n } } }] },
      ],
      [
        'a transaction that leaves less than no held shares',
        { journal: [{ ...good, after: { ...after, shares: { ...shares, heldMicros: -1n } } }] },
      ],
    ];
    it.each(wrong)('refuses %s as data that can never be stored, with everything beside it', async (_, changes) => {
      const { load, save, journalOf } = await openBooks();
      const beside = one(cashTransaction());
      await expect(save({ ...changes, cashTransactions: [beside] })).rejects.toSatisfy(unstorable);
      const { cashTransactions } = await load({ cashTransactions: [beside] });
      expect(cashTransactions).toEqual([]);
      expect(await journalOf(good.accountId)).toEqual([]);
    });

    it('refuses a cash movement and a journal transaction that exist already, and has an order that does decided again', async () => {
      const { save } = await openBooks();
      const [placed, cash, transaction] = [one(order()), one(cashTransaction()), one(journalTransaction())];
      await save({ newOrders: [placed], cashTransactions: [cash], journal: [transaction] });
      await expect(save({ newOrders: [placed] })).rejects.toSatisfy((error) => isFault(error, 'conflict'));
      await expect(save({ cashTransactions: [{ ...cash, amountMicros: 1n }] })).rejects.toSatisfy(unstorable);
      await expect(save({ journal: [transaction] })).rejects.toSatisfy(unstorable);
    });
  });
}

/** What may change of an order: everything but who placed it, when, and what was asked for. */
function changed(before: Order, other: Order): Order {
  const { accountId, id, clientOrderId, terms, createdAtMs, expiresAtMs } = before;
  return { ...other, accountId, id, clientOrderId, terms, createdAtMs, expiresAtMs };
}

function byKey<Key extends string>(
  rows: readonly Readonly<Record<Key, string | number>>[],
  key: Key,
): ReadonlyMap<string | number, unknown> {
  return new Map(rows.map((row) => [row[key], row]));
}
