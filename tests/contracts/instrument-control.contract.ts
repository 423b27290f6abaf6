import type { InstrumentControl } from '@bourse/application/ports/instrument-control.ts';
import type { MarketStore } from '@bourse/application/ports/market-data.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';

/** An empty store of instruments, and the control over it. */
export interface InstrumentControlSubject {
  readonly control: InstrumentControl;
  readonly market: MarketStore;
  readonly transactions: Transactions;
}

const halted = { symbol: 'AAPL', change: 'halted', priceMicros: null, changedBy: 'operator 1', atMs: 1_000 } as const;

/** What every control of instruments has to do. */
export function instrumentControlContract(adapter: string, open: () => Promise<InstrumentControlSubject>): void {
  const openControl = async () => {
    const subject = await open();
    const { control, market, transactions } = subject;
    const instrument = { name: 'Name', exchange: 'XNAS', sector: 'Tools', status: 'active' } as const;
    await market.saveInstruments([
      { ...instrument, symbol: 'AAPL' },
      { ...instrument, symbol: 'MSFT' },
    ]);
    return {
      ...subject,
      set: (symbol: string, status: 'active' | 'halted') =>
        transactions.run((transaction) => control.setStatus(transaction, symbol, status)),
      note: (change: Parameters<InstrumentControl['note']>[1]) =>
        transactions.run((transaction) => control.note(transaction, change)),
      statuses: async () => (await market.instruments()).map(({ symbol, status }) => `${symbol} ${status}`).toSorted(),
    };
  };

  contractSuite('InstrumentControl', adapter, () => {
    it('sets the status of one instrument, and says whether that changed anything', async () => {
      const { set, statuses } = await openControl();
      expect(await set('AAPL', 'halted')).toBe('changed');
      expect(await set('AAPL', 'halted')).toBe('unchanged');
      expect(await statuses()).toEqual(['AAPL halted', 'MSFT active']);
      expect(await set('AAPL', 'active')).toBe('changed');
      expect(await statuses()).toEqual(['AAPL active', 'MSFT active']);
    });

    it('says so when there is no such instrument', async () => {
      const { set } = await openControl();
      expect(await set('WHAT', 'halted')).toBe('unknown-symbol');
    });

    it('leaves a status in place when the catalogue is saved again', async () => {
      const { set, market, statuses } = await openControl();
      await set('AAPL', 'halted');
      const again = { symbol: 'AAPL', name: 'Apple', exchange: 'XNAS', sector: 'Tools', status: 'active' } as const;
      await market.saveInstruments([again]);
      expect(await statuses()).toContain('AAPL halted');
    });

    it('changes and notes nothing when the transaction rolls back', async () => {
      const { control, transactions, statuses } = await openControl();
      const failing = transactions.run(async (transaction) => {
        await control.setStatus(transaction, 'AAPL', 'halted');
        await control.note(transaction, halted);
        throw new RangeError('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
      expect(await statuses()).toContain('AAPL active');
      expect(await control.lastSequence()).toBe(0n);
      expect(await control.changes(null, 10)).toEqual([]);
    });

    it('tells changes newest first, page by page, as they were noted', async () => {
      const { control, note } = await openControl();
      const accepted = { ...halted, change: 'price-accepted', priceMicros: 9_223_372_036_854_775_807n } as const;
      await note(halted);
      await note(accepted);
      await note({ ...halted, change: 'resumed' });
      expect(await control.lastSequence()).toBe(3n);
      expect(await control.changes(null, 2)).toEqual([
        { ...halted, change: 'resumed', sequence: 3n },
        { ...accepted, sequence: 2n },
      ]);
      expect(await control.changes(2n, 2)).toEqual([{ ...halted, sequence: 1n }]);
    });

    it('gives each of many changes at once a number of its own, without gaps', async () => {
      const { control, note } = await openControl();
      await Promise.all(Array.from({ length: 20 }, (_, index) => note({ ...halted, atMs: index })));
      const sequences = (await control.changes(null, 100)).map(({ sequence }) => Number(sequence));
      expect(sequences).toEqual(Array.from({ length: 20 }, (_, index) => 20 - index));
    });
  });
}
