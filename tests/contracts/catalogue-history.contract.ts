import type { CatalogueHistory } from '@bourse/application/ports/catalogue-history.ts';
import type { MarketStore } from '@bourse/application/ports/market-data.ts';
import type { InstrumentDescription } from '@bourse/core/market/catalogue-search.ts';
import type { Instrument } from '@bourse/core/market/instrument.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';

/** A catalogue without instruments and without a past. */
export interface CatalogueHistorySubject {
  readonly history: CatalogueHistory;
  readonly market: Pick<MarketStore, 'saveInstruments'>;
  readonly remove: (symbols: readonly string[]) => Promise<void>;
  /** A moment behind all changes so far and before all that are made from now on, epoch milliseconds. */
  readonly between: () => Promise<number>;
}

const LIMIT = 1_000;

function instrument(symbol: string, name = symbol, sector = 'Technology'): Instrument {
  return { symbol, name, exchange: 'XNAS', sector, status: 'active' };
}

function described({ symbol, name, exchange, sector }: Instrument): InstrumentDescription {
  return { symbol, name, exchange, sector };
}

const symbols = fc.constantFrom('A', 'B', 'C', 'D');
const change = fc.oneof(
  fc.record({
    save: fc.uniqueArray(
      fc
        .tuple(symbols, fc.constantFrom('one', 'two "株式"'), fc.constantFrom('X', ''))
        .map((parts) => instrument(...parts)),
      { selector: ({ symbol }) => symbol, minLength: 1 },
    ),
  }),
  fc.record({ remove: fc.uniqueArray(symbols, { minLength: 1 }) }),
);

/** What everything that tells the past of the catalogue has to do. */
export function catalogueHistoryContract(adapter: string, open: () => Promise<CatalogueHistorySubject>): void {
  const openHistory = async () => {
    const subject = await open();
    const { history, market } = subject;
    const listed = async (version: bigint) =>
      (await history.instrumentsOf(version))?.toSorted((one, other) => (one.symbol < other.symbol ? -1 : 1));
    const save = async (...instruments: readonly Instrument[]) => {
      await market.saveInstruments(instruments);
      return history.version();
    };
    return { ...subject, listed, save };
  };

  contractSuite('CatalogueHistory', adapter, () => {
    it('tells every version as it was, whatever became of the catalogue since', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
          const { history, market, remove, listed } = await openHistory();
          const now = new Map<string, Instrument>();
          const versions = new Map([[await history.version(), new Array<InstrumentDescription>()]]);
          for (const each of changes) {
            const [before, versionBefore] = [JSON.stringify([...now].sort()), await history.version()];
            if ('save' in each) {
              await market.saveInstruments(each.save);
              for (const saved of each.save) now.set(saved.symbol, saved);
            } else {
              await remove(each.remove);
              for (const symbol of each.remove) now.delete(symbol);
            }
            const version = await history.version();
            expect(version > versionBefore).toBe(JSON.stringify([...now].sort()) !== before);
            versions.set(
              version,
              [...now.keys()].sort().map((symbol) => described(now.get(symbol)!)),
            );
          }
          for (const [version, instruments] of versions) expect(await listed(version)).toEqual(instruments);
        }),
        { numRuns: 40 },
      );
    });

    it('knows no version that has not come yet', async () => {
      const { history, save } = await openHistory();
      const version = await save(instrument('A'));
      expect(await history.instrumentsOf(version + 1n)).toBeUndefined();
    });

    it('has no new version for instruments that are saved as they are, or whose status alone is another', async () => {
      const { save } = await openHistory();
      const version = await save(instrument('A'), instrument('B'));
      expect(await save(instrument('A'), { ...instrument('B'), status: 'halted' })).toBe(version);
    });

    it('numbers the changes of many writers in the order in which they take effect', async () => {
      const { history, save, listed } = await openHistory();
      const first = await history.version();
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => save(instrument(`S${String(index).padStart(2, '0')}`))),
      );
      const last = await history.version();
      const counts: (number | undefined)[] = [];
      for (let version = first; version <= last; version += 1n) counts.push((await listed(version))?.length);
      expect(counts).toEqual(counts.toSorted((one, other) => one! - other!));
      expect(counts.at(-1)).toBe(20);
    });

    it('tells the same of a version while it changes', async () => {
      const { history, save, listed } = await openHistory();
      const version = await save(...['A', 'B', 'C'].map((symbol) => instrument(symbol)));
      const before = await listed(version);
      const changing = Array.from({ length: 10 }, (_, index) => save(instrument('B', `name ${index}`)));
      const seen = await Promise.all(Array.from({ length: 10 }, () => listed(version)));
      await Promise.all(changing);
      for (const each of [...seen, await listed(version)]) expect(each).toEqual(before);
      expect(await history.version()).toBeGreaterThan(version);
    });

    it('forgets old changes, some at a time, and with them the versions before', async () => {
      const { history, save, remove, between, listed } = await openHistory();
      const versions = [await save(instrument('A')), await save(instrument('B')), await save(instrument('C'))];
      await remove(['A']);
      const beforeMs = await between();
      const kept = await history.version();
      const newest = await save(instrument('D'));
      expect(await history.forgetChanges(beforeMs, 3)).toBe(3);
      expect(await listed(versions[1]!)).toBeUndefined();
      expect(await listed(versions[2]!)).toHaveLength(3);
      expect(await history.forgetChanges(beforeMs, 3)).toBe(1);
      expect(await history.forgetChanges(beforeMs, 3)).toBe(0);
      expect(await listed(versions[2]!)).toBeUndefined();
      expect(await listed(kept)).toEqual([instrument('B'), instrument('C')].map(described));
      expect(await listed(newest)).toHaveLength(3);
    });

    it('keeps its newest version though all changes are forgotten', async () => {
      const { history, save, between, listed } = await openHistory();
      const version = await save(instrument('A'));
      await history.forgetChanges(await between(), LIMIT);
      expect(await history.version()).toBe(version);
      expect(await listed(version)).toEqual([described(instrument('A'))]);
    });
  });
}
