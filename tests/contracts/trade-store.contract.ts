import { isFault } from '@bourse/application/ports/fault.ts';
import type { TradeQueries } from '@bourse/application/ports/trade-queries.ts';
import type { TradeStore } from '@bourse/application/ports/trade-store.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import type { StoredTrade } from '@bourse/core/trades/trade.ts';
import { describe, expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';
import { storedTrade } from '../support/trade-fixtures.ts';

/** An empty trade store, and a look into it. */
export interface TradeStoreSubject {
  readonly store: TradeStore;
  readonly queries: TradeQueries;
  readonly transactions: Transactions;
}

const DISTANT_PAST = '0001-01-01';

/** What every store of trades has to do. */
export function tradeStoreContract(adapter: string, open: () => Promise<TradeStoreSubject>): void {
  const openWith = async (...trades: readonly StoredTrade[]) => {
    const { store, queries, transactions } = await open();
    const save = (...more: readonly StoredTrade[]) => transactions.run((transaction) => store.save(transaction, more));
    /** All records of a trade, the newest version first, as they are marked. */
    const versions = async (tradeId = 'T1') =>
      (await queries.versions({ tradeId, today: DISTANT_PAST, limit: 100, after: null })).items;
    await save(...trades);
    return { store, transactions, save, versions };
  };

  contractSuite('TradeStore', adapter, () => {
    it('keeps every field of a trade, and versions side by side', async () => {
      const odd = storedTrade({
        version: 2_147_483_647,
        counterpartyId: 'O\'Hara "&" Söhne \\ {漢字,🦉}',
        bookId: 'NULL',
        maturityDate: '9999-12-31',
        createdDate: '0001-01-01',
        recordedAtMs: 1,
        updatedAtMs: 8_640_000_000_000_000,
      });
      const { versions } = await openWith(storedTrade(), odd, storedTrade({ version: 3, expired: true }));
      expect(await versions()).toEqual([odd, storedTrade({ version: 3, expired: true }), storedTrade()]);
    });

    it('tells texts apart that differ only in case or in the form of a letter', async () => {
      const ids = ['t1', 'T1', 'Å', 'A\u030a'];
      const { store } = await openWith(...ids.map((tradeId, index) => storedTrade({ tradeId, version: index + 1 })));
      expect(await store.highestVersions(ids)).toEqual(new Map(ids.map((tradeId, index) => [tradeId, index + 1])));
    });

    it('replaces a record of the same version, which keeps when it was stored first', async () => {
      const { save, versions } = await openWith(storedTrade({ recordedAtMs: 1, updatedAtMs: 1 }));
      const again = storedTrade({ bookId: 'B2', maturityDate: '2027-01-01', recordedAtMs: 5, updatedAtMs: 5 });
      await save(again);
      expect(await versions()).toEqual([{ ...again, recordedAtMs: 1 }]);
    });

    it('takes the last of several records of one version in a call', async () => {
      const { save, versions } = await openWith();
      await save(
        storedTrade({ bookId: 'B1', recordedAtMs: 1, updatedAtMs: 1 }),
        storedTrade({ version: 2 }),
        storedTrade({ bookId: 'B2', recordedAtMs: 2, updatedAtMs: 2 }),
      );
      const last = storedTrade({ bookId: 'B2', recordedAtMs: 1, updatedAtMs: 2 });
      expect(await versions()).toEqual([storedTrade({ version: 2 }), last]);
    });

    it('adds versions that are not stored yet, and replaces them in the same transaction', async () => {
      const { store, transactions, versions } = await openWith(storedTrade());
      const added = [2, 5].map((version) => storedTrade({ version, recordedAtMs: 1, updatedAtMs: 1 }));
      const again = storedTrade({ version: 5, bookId: 'B2', recordedAtMs: 2, updatedAtMs: 2 });
      await transactions.runAtOnce(async (transaction) => {
        await Promise.all([store.add(transaction, added), store.save(transaction, [again])]);
      });
      expect(await versions()).toEqual([{ ...again, recordedAtMs: 1 }, added[0], storedTrade()]);
    });

    it('adds none of a call when one of them is stored, and says that it is', async () => {
      const { store, transactions, versions } = await openWith(storedTrade());
      const trades = [storedTrade({ version: 2 }), storedTrade({ bookId: 'B2' })];
      const adding = transactions.run((transaction) => store.add(transaction, trades));
      await expect(adding).rejects.toSatisfy((error) => isFault(error, 'conflict'));
      expect(await versions()).toEqual([storedTrade()]);
    });

    it('stores nothing of a call in a transaction that rolls back', async () => {
      const { store, transactions, versions } = await openWith(storedTrade());
      const run = transactions.run(async (transaction) => {
        await store.save(transaction, [storedTrade({ bookId: 'B2' }), storedTrade({ version: 2 })]);
        throw new RangeError('rolled back');
      });
      await expect(run).rejects.toThrow('rolled back');
      expect(await versions()).toEqual([storedTrade()]);
    });

    it('takes a batch of thousands, and a batch of none', async () => {
      const many = Array.from({ length: 3_000 }, (_, index) => storedTrade({ tradeId: `T${index}` }));
      const { store, save } = await openWith(...many);
      await save();
      expect((await store.highestVersions(many.map(({ tradeId }) => tradeId))).size).toBe(3_000);
    });

    it('knows the highest version of each trade that is stored', async () => {
      const { store } = await openWith(
        storedTrade({ version: 2 }),
        storedTrade({ version: 10 }),
        storedTrade({ version: 9, expired: true }),
        storedTrade({ tradeId: 'T2', version: 4 }),
      );
      expect(await store.highestVersions(['T1', 'T3', 'T2', 'T1'])).toEqual(
        new Map([
          ['T1', 10],
          ['T2', 4],
        ]),
      );
      expect(await store.highestVersions([])).toEqual(new Map());
    });

    describe('the expiry', () => {
      it('marks what matured before the day, and nothing twice', async () => {
        const { store, versions } = await openWith(
          storedTrade({ version: 1, maturityDate: '2026-11-19' }),
          storedTrade({ version: 2, maturityDate: '2026-11-20' }),
          storedTrade({ version: 3, maturityDate: '2026-11-21' }),
        );
        expect(await store.expire('2026-11-20', 10)).toBe(1);
        expect((await versions()).map(({ expired }) => expired)).toEqual([false, false, true]);
        expect(await store.expire('2026-11-20', 10)).toBe(0);
        expect(await store.expire('2026-11-22', 10)).toBe(2);
      });

      it('marks no more rows in one call than it was told', async () => {
        const { store } = await openWith(
          ...[1, 2, 3].map((version) => storedTrade({ version, maturityDate: '2026-11-19' })),
        );
        expect(await store.expire('2026-11-20', 2)).toBe(2);
        expect(await store.expire('2026-11-20', 2)).toBe(1);
      });

      it('changes nothing else of a trade', async () => {
        const trade = storedTrade({ maturityDate: '2026-11-19' });
        const { store, versions } = await openWith(trade);
        await store.expire('2026-11-20', 10);
        expect(await versions()).toEqual([{ ...trade, expired: true }]);
      });

      it('is taken back by a later record of the same version that lives', async () => {
        const { store, save, versions } = await openWith(storedTrade({ maturityDate: '2026-11-19' }));
        await store.expire('2026-11-20', 10);
        await save(storedTrade({ maturityDate: '2026-11-20' }));
        expect((await versions()).map(({ expired }) => expired)).toEqual([false]);
        expect(await store.expire('2026-11-21', 10)).toBe(1);
      });
    });
  });
}
