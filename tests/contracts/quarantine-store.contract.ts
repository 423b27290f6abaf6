import type { QuarantineEntry, QuarantineStore } from '@bourse/application/ports/quarantine-store.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';

/** An empty quarantine store. */
export interface QuarantineStoreSubject {
  readonly quarantine: QuarantineStore;
  readonly transactions: Transactions;
}

function entry(symbol: string, changes: Partial<QuarantineEntry> = {}): QuarantineEntry {
  return {
    symbol,
    reason: 'jump',
    priceMicros: 9_223_372_036_854_775_807n,
    source: 'feed',
    asOfMs: 1_000,
    lastGoodMicros: 150_000_000n,
    quotes: 1,
    firstAtMs: 1_000,
    lastAtMs: 2_000,
    overAtMs: null,
    ...changes,
  };
}

const ALL = { status: null, after: null, limit: 100 } as const;

/** What every quarantine store has to do. */
export function quarantineStoreContract(adapter: string, open: () => Promise<QuarantineStoreSubject>): void {
  contractSuite('QuarantineStore', adapter, () => {
    it('is empty at first, and adding nothing is no error', async () => {
      const { quarantine } = await open();
      await quarantine.add([]);
      expect(await quarantine.list(ALL)).toEqual([]);
      expect(await quarantine.entry('AAPL', 'jump')).toBeUndefined();
      expect(await quarantine.openSymbols()).toBe(0);
    });

    it('gives entries back as they were added, by symbol and reason', async () => {
      const { quarantine } = await open();
      const entries = [
        entry('AAPL'),
        entry('AAPL', { reason: 'not-positive', priceMicros: -1n, lastGoodMicros: null }),
        entry('AAPL', { reason: 'unreadable', priceMicros: null, source: 'vendor "x"' }),
        entry('MSFT', { overAtMs: 3_000 }),
      ];
      await quarantine.add(entries.toReversed());
      expect(await quarantine.list(ALL)).toEqual(entries);
      expect(await quarantine.entry('AAPL', 'unreadable')).toEqual(entries[2]);
    });

    it('adds quotes up and keeps the first and the last time, and what the later one says', async () => {
      const { quarantine } = await open();
      await quarantine.add([entry('AAPL', { quotes: 2, firstAtMs: 500, lastAtMs: 2_000 })]);
      const later = entry('AAPL', { priceMicros: 7n, quotes: 3, firstAtMs: 2_500, lastAtMs: 3_000, overAtMs: 4_000 });
      await quarantine.add([later]);
      expect(await quarantine.list(ALL)).toEqual([{ ...later, quotes: 5, firstAtMs: 500 }]);
      await quarantine.add([entry('AAPL', { priceMicros: 8n, firstAtMs: 400, lastAtMs: 2_900 })]);
      expect(await quarantine.list(ALL)).toEqual([{ ...later, quotes: 6, firstAtMs: 400 }]);
    });

    it('lists what is open, what is over, or both, page by page', async () => {
      const { quarantine } = await open();
      await quarantine.add([
        entry('A'),
        entry('B', { overAtMs: 1 }),
        entry('C', { reason: 'jump' }),
        entry('C', { reason: 'unreadable', priceMicros: null }),
      ]);
      const symbols = async (query: Parameters<QuarantineStore['list']>[0]) =>
        (await quarantine.list(query)).map(({ symbol, reason }) => `${symbol} ${reason}`);
      expect(await symbols({ ...ALL, status: 'open' })).toEqual(['A jump', 'C jump', 'C unreadable']);
      expect(await symbols({ ...ALL, status: 'over' })).toEqual(['B jump']);
      expect(await symbols({ ...ALL, limit: 2 })).toEqual(['A jump', 'B jump']);
      expect(await symbols({ ...ALL, after: { symbol: 'C', reason: 'jump' } })).toEqual(['C unreadable']);
    });

    it('counts instruments with an open entry, each once', async () => {
      const { quarantine } = await open();
      await quarantine.add([
        entry('A'),
        entry('A', { reason: 'not-positive' }),
        entry('B'),
        entry('C', { overAtMs: 1 }),
      ]);
      expect(await quarantine.openSymbols()).toBe(2);
    });

    it('ends the open entries of one instrument when the transaction commits, and not when it rolls back', async () => {
      const { quarantine, transactions } = await open();
      await quarantine.add([entry('A'), entry('A', { reason: 'not-positive', overAtMs: 1 }), entry('B')]);
      const failing = transactions.run(async (transaction) => {
        await quarantine.close(transaction, 'A', 9_000);
        throw new RangeError('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
      expect((await quarantine.entry('A', 'jump'))?.overAtMs).toBeNull();
      await transactions.run((transaction) => quarantine.close(transaction, 'A', 9_000));
      expect((await quarantine.list(ALL)).map(({ overAtMs }) => overAtMs)).toEqual([9_000, 1, null]);
    });

    it('takes what several feeds add at once', async () => {
      const { quarantine } = await open();
      const symbols = ['A', 'B', 'C', 'D'];
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          quarantine.add((index % 2 === 0 ? symbols : symbols.toReversed()).map((symbol) => entry(symbol))),
        ),
      );
      expect((await quarantine.list(ALL)).map(({ quotes }) => quotes)).toEqual([20, 20, 20, 20]);
    });
  });
}
