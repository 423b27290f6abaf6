import type { TradeCursor, TradeFilter, TradePage } from '@bourse/application/ports/trade-queries.ts';
import { examinedAtMost } from '@bourse/application/ports/trade-queries.ts';
import type { StoredTrade } from '@bourse/core/trades/trade.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';
import { storedTrade } from '../support/trade-fixtures.ts';
import type { TradeStoreSubject } from './trade-store.contract.ts';

const TODAY = '2026-11-20';

const EVERYTHING: TradeFilter = {
  bookId: null,
  counterpartyId: null,
  maturityFrom: null,
  maturityTo: null,
  expired: null,
  versions: 'all',
  today: TODAY,
  limit: 100,
  after: null,
};

/** How trades are listed, whatever they are kept in. */
export function tradeQueriesContract(adapter: string, open: () => Promise<TradeStoreSubject>): void {
  const openWith = async (...trades: readonly StoredTrade[]) => {
    const { store, queries, transactions } = await open();
    const save = (more: readonly StoredTrade[]) => transactions.run((transaction) => store.save(transaction, more));
    await save(trades);
    const page = (changes: Partial<TradeFilter> = {}) => queries.list({ ...EVERYTHING, ...changes });
    const list = async (changes: Partial<TradeFilter> = {}) => (await page(changes)).items.map(nameOf);
    /** All items, page after page. */
    const walk = async (changes: Partial<TradeFilter> = {}) => {
      const pages: TradePage<TradeCursor>[] = [];
      for (let after: TradeCursor | null = null; ;) {
        const next = await page({ ...changes, after });
        pages.push(next);
        if (next.next === null) return pages;
        after = next.next;
      }
    };
    return { store, queries, save, page, list, walk };
  };

  contractSuite('TradeQueries', adapter, () => {
    it('has nothing to list at first', async () => {
      const { page, queries } = await openWith();
      expect(await page()).toEqual({ items: [], next: null });
      const versions = await queries.versions({ tradeId: 'T1', today: TODAY, limit: 10, after: null });
      expect(versions).toEqual({ items: [], next: null });
    });

    it('lists by maturity date, then trade id by code points, then version as a number', async () => {
      const { list } = await openWith(
        storedTrade({ tradeId: 'b', maturityDate: '2027-01-02' }),
        storedTrade({ tradeId: 'é' }),
        storedTrade({ tradeId: 'B', version: 10 }),
        storedTrade({ tradeId: 'B', version: 9 }),
        storedTrade({ tradeId: 'a' }),
        storedTrade({ tradeId: '🦉' }),
        storedTrade({ tradeId: '\uffee' }),
        storedTrade({ tradeId: 'z', maturityDate: '2026-12-01' }),
      );
      expect(await list()).toEqual(['z v1', 'B v9', 'B v10', 'a v1', 'é v1', '\uffee v1', '🦉 v1', 'b v1']);
    });

    it('filters by book, by counterparty and by both', async () => {
      const { list } = await openWith(
        storedTrade({ tradeId: 'T1', bookId: 'B1', counterpartyId: 'CP-1' }),
        storedTrade({ tradeId: 'T2', bookId: 'B1', counterpartyId: 'CP-2' }),
        storedTrade({ tradeId: 'T3', bookId: 'B2', counterpartyId: 'CP-1' }),
      );
      expect(await list({ bookId: 'B1' })).toEqual(['T1 v1', 'T2 v1']);
      expect(await list({ counterpartyId: 'CP-1' })).toEqual(['T1 v1', 'T3 v1']);
      expect(await list({ bookId: 'B2', counterpartyId: 'CP-1' })).toEqual(['T3 v1']);
      expect(await list({ bookId: 'B' })).toEqual([]);
    });

    it('filters by maturity, the first and the last day included', async () => {
      const days = ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04'];
      const { list } = await openWith(
        ...days.map((maturityDate, index) => storedTrade({ tradeId: `T${index}`, maturityDate })),
      );
      expect(await list({ maturityFrom: '2026-12-02' })).toEqual(['T1 v1', 'T2 v1', 'T3 v1']);
      expect(await list({ maturityTo: '2026-12-02' })).toEqual(['T0 v1', 'T1 v1']);
      expect(await list({ maturityFrom: '2026-12-02', maturityTo: '2026-12-03' })).toEqual(['T1 v1', 'T2 v1']);
      expect(await list({ maturityFrom: '2026-12-03', maturityTo: '2026-12-02' })).toEqual([]);
      expect(await list({ maturityFrom: '0001-01-01', maturityTo: '9999-12-31' })).toHaveLength(4);
    });

    it('counts a trade as expired from the day after its maturity, marked or not, and while it is marked', async () => {
      const { page, list, queries } = await openWith(
        storedTrade({ tradeId: 'passed', maturityDate: '2026-11-19' }),
        storedTrade({ tradeId: 'today', maturityDate: '2026-11-20' }),
        storedTrade({ tradeId: 'marked early', maturityDate: '2026-11-20', expired: true }),
        storedTrade({ tradeId: 'marked', maturityDate: '2026-11-18', expired: true }),
        storedTrade({ tradeId: 'future', maturityDate: '2026-11-21' }),
      );
      expect(await list({ expired: true })).toEqual(['marked v1', 'passed v1', 'marked early v1']);
      expect(await list({ expired: false })).toEqual(['today v1', 'future v1']);
      const { items } = await page();
      expect(items.map(({ tradeId, expired }) => [tradeId, expired])).toEqual([
        ['marked', true],
        ['passed', true],
        ['marked early', true],
        ['today', false],
        ['future', false],
      ]);
      const passed = await queries.versions({ tradeId: 'passed', today: TODAY, limit: 1, after: null });
      expect(passed.items.map(({ expired }) => expired)).toEqual([true]);
    });

    it('lists only the highest version of each trade when that is asked for, which the filters apply to', async () => {
      const { list } = await openWith(
        storedTrade({ tradeId: 'T1', version: 1 }),
        storedTrade({ tradeId: 'T1', version: 3, bookId: 'B2', maturityDate: '2027-06-01' }),
        storedTrade({ tradeId: 'T2', version: 2 }),
      );
      expect(await list({ versions: 'current' })).toEqual(['T2 v2', 'T1 v3']);
      expect(await list({ versions: 'current', bookId: 'B1' })).toEqual(['T2 v2']);
      expect(await list({ versions: 'all', bookId: 'B1' })).toEqual(['T1 v1', 'T2 v2']);
    });

    describe('a page', () => {
      it('says where to go on only when there is more', async () => {
        const { page } = await openWith(storedTrade({ tradeId: 'T1' }), storedTrade({ tradeId: 'T2' }));
        expect((await page({ limit: 2 })).next).toBeNull();
        const first = await page({ limit: 1 });
        expect(first.next).toEqual({ maturityDate: '2026-12-20', tradeId: 'T1', version: 1 });
        const second = await page({ limit: 1, after: first.next });
        expect([second.items.map(nameOf), second.next]).toEqual([['T2 v1'], null]);
      });

      it('ends after a stated number of records although it found nothing, and the next one goes on from there', async () => {
        const hidden = Array.from({ length: examinedAtMost(1) }, (_, index) =>
          storedTrade({ tradeId: `A${String(index).padStart(5, '0')}`, counterpartyId: 'other' }),
        );
        const { page, walk } = await openWith(...hidden, storedTrade({ tradeId: 'B' }));
        const wanted = { limit: 1, bookId: 'B1', counterpartyId: 'CP-1' };
        expect(await page(wanted)).toEqual({
          items: [],
          next: { maturityDate: '2026-12-20', tradeId: hidden.at(-1)!.tradeId, version: 1 },
        });
        expect((await walk(wanted)).map(({ items }) => items.map(nameOf))).toEqual([[], ['B v1']]);
      });

      it('shows the last record that it may look at, and goes on behind it', async () => {
        const many = Array.from({ length: examinedAtMost(1) + 1 }, (_, index) =>
          storedTrade({ tradeId: `A${String(index).padStart(5, '0')}`, counterpartyId: 'other' }),
        );
        const [before, after] = [many.at(-2)!, many.at(-1)!];
        const { walk, save } = await openWith(...many);
        await save([before, after].map((trade) => ({ ...trade, counterpartyId: 'CP-1' })));
        const pages = await walk({ limit: 1, bookId: 'B1', counterpartyId: 'CP-1' });
        expect(pages.map(({ items }) => items.map(nameOf))).toEqual([[nameOf(before)], [nameOf(after)]]);
      });
    });

    it('walks page by page over exactly what one long page shows, whatever the filters', async () => {
      const trade = fc
        .record({
          tradeId: fc.constantFrom('T1', 'T2', 'T3', 'T4'),
          version: fc.integer({ min: 1, max: 4 }),
          bookId: fc.constantFrom('B1', 'B2'),
          counterpartyId: fc.constantFrom('CP-1', 'CP-2'),
          maturityDate: fc.constantFrom('2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21'),
        })
        .map((fields) => storedTrade({ ...fields, expired: fields.maturityDate === '2026-11-18' }));
      const filter = fc.record({
        bookId: fc.constantFrom(null, 'B1'),
        counterpartyId: fc.constantFrom(null, 'CP-1'),
        maturityFrom: fc.constantFrom(null, '2026-11-19'),
        maturityTo: fc.constantFrom(null, '2026-11-20'),
        expired: fc.constantFrom(null, true, false),
        versions: fc.constantFrom('all' as const, 'current' as const),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(trade, { maxLength: 16 }),
          filter,
          fc.integer({ min: 1, max: 5 }),
          async (trades, wanted, limit) => {
            const { page, walk } = await openWith(...trades);
            const walked = (await walk({ ...wanted, limit })).flatMap(({ items }) => items);
            const whole = await page(wanted);
            expect(whole.next).toBeNull();
            expect(walked).toEqual(whole.items);
            expect(walked.map(nameOf).sort()).toEqual(expectedOf(trades, wanted));
          },
        ),
        { numRuns: 25 },
      );
    });

    it('lists the versions of a trade page by page, the newest first', async () => {
      const { queries } = await openWith(
        ...[1, 2, 5, 10].map((version) => storedTrade({ version })),
        storedTrade({ tradeId: 'T2', version: 3 }),
      );
      const first = await queries.versions({ tradeId: 'T1', today: TODAY, limit: 3, after: null });
      expect([first.items.map(({ version }) => version), first.next]).toEqual([[10, 5, 2], 2]);
      const second = await queries.versions({ tradeId: 'T1', today: TODAY, limit: 3, after: first.next });
      expect([second.items.map(({ version }) => version), second.next]).toEqual([[1], null]);
    });
  });
}

function nameOf({ tradeId, version }: StoredTrade): string {
  return `${tradeId} v${version}`;
}

/** Names of what a filter lets through, sorted, found the simplest way. */
function expectedOf(
  trades: readonly StoredTrade[],
  wanted: Pick<TradeFilter, 'bookId' | 'counterpartyId' | 'maturityFrom' | 'maturityTo' | 'expired' | 'versions'>,
): string[] {
  const last = [...new Map(trades.map((trade) => [nameOf(trade), trade])).values()];
  return last
    .filter(({ bookId }) => wanted.bookId === null || bookId === wanted.bookId)
    .filter(({ counterpartyId }) => wanted.counterpartyId === null || counterpartyId === wanted.counterpartyId)
    .filter(
      ({ maturityDate }) => maturityDate >= (wanted.maturityFrom ?? '') && maturityDate <= (wanted.maturityTo ?? '9'),
    )
    .filter(({ maturityDate }) => wanted.expired === null || maturityDate < TODAY === wanted.expired)
    .filter(
      ({ tradeId, version }) =>
        wanted.versions === 'all' || !last.some((other) => other.tradeId === tradeId && other.version > version),
    )
    .map(nameOf)
    .sort();
}
