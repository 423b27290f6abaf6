import type { MarketStore } from '@bourse/application/ports/market-data.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import type { Instrument } from '@bourse/core/market/instrument.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';

/** An empty market store. */
export interface MarketStoreSubject {
  readonly market: MarketStore;
  readonly transactions: Transactions;
}

const LARGEST = 9_223_372_036_854_775_807n;

function instrument(symbol: string, changes: Partial<Instrument> = {}): Instrument {
  return {
    symbol,
    name: `${symbol} Incorporated`,
    exchange: 'NASDAQ',
    sector: 'Technology',
    status: 'active',
    ...changes,
  };
}

function price(symbol: string, priceMicros: bigint, asOfMs: number, source = 'vendor'): Price {
  return { symbol, priceMicros, source, asOfMs };
}

/** What every market store has to do. */
export function marketStoreContract(adapter: string, open: () => Promise<MarketStoreSubject>): void {
  const openStore = async () => {
    const { market, transactions } = await open();
    const savePrices = (prices: readonly Price[]) =>
      transactions.run((transaction) => market.savePrices(transaction, prices));
    const bySymbol = (one: { symbol: string }, other: { symbol: string }) => (one.symbol < other.symbol ? -1 : 1);
    const instruments = async () => (await market.instruments()).toSorted(bySymbol);
    const prices = async () => (await market.prices()).toSorted(bySymbol);
    return { market, transactions, savePrices, instruments, prices };
  };

  contractSuite('MarketStore', adapter, () => {
    it('is empty at first, and saving nothing is no error', async () => {
      const { market, savePrices, instruments, prices } = await openStore();
      await market.saveInstruments([]);
      await savePrices([]);
      expect(await instruments()).toEqual([]);
      expect(await prices()).toEqual([]);
    });

    it('gives instruments back as they were saved', async () => {
      const { market, instruments } = await openStore();
      const saved = [
        instrument('AAPL'),
        instrument('BRK.B', { name: 'Berkshire "B" 株式', status: 'halted', sector: '' }),
      ];
      await market.saveInstruments(saved);
      expect(await instruments()).toEqual(saved);
    });

    it('brings what describes a known instrument up to date, but leaves its status', async () => {
      const { market, instruments } = await openStore();
      await market.saveInstruments([instrument('AAPL', { status: 'halted' }), instrument('MSFT')]);
      await market.saveInstruments([
        instrument('AAPL', { name: 'Apple', exchange: 'XNAS', sector: 'Hardware' }),
        instrument('MSFT', { status: 'halted' }),
        instrument('NVDA'),
      ]);
      expect(await instruments()).toEqual([
        instrument('AAPL', { name: 'Apple', exchange: 'XNAS', sector: 'Hardware', status: 'halted' }),
        instrument('MSFT'),
        instrument('NVDA'),
      ]);
    });

    it('gives prices back as they were saved, however large', async () => {
      const { savePrices, prices } = await openStore();
      const saved = [price('AAPL', LARGEST, 8_640_000_000_000_000), price('MSFT', 1n, 0, 'feed "x"')];
      await savePrices(saved);
      expect(await prices()).toEqual(saved);
    });

    it('replaces an older price by a newer one and never the other way round', async () => {
      const { savePrices, prices } = await openStore();
      await savePrices([price('AAPL', 100n, 1_000)]);
      await savePrices([price('AAPL', 200n, 2_000, 'feed')]);
      await savePrices([price('AAPL', 300n, 1_999)]);
      expect(await prices()).toEqual([price('AAPL', 200n, 2_000, 'feed')]);
    });

    it('keeps the newest of several prices of one symbol that are saved together', async () => {
      const { savePrices, prices } = await openStore();
      await savePrices([
        price('AAPL', 100n, 1_000),
        price('AAPL', 300n, 3_000),
        price('AAPL', 200n, 2_000),
        price('MSFT', 5n, 1),
      ]);
      expect(await prices()).toEqual([price('AAPL', 300n, 3_000), price('MSFT', 5n, 1)]);
    });

    it('keeps the last of several prices of one moment, saved together or one after another', async () => {
      const { savePrices, prices } = await openStore();
      const last = price('AAPL', 500n, 1_000, 'feed');
      await savePrices([300n, 900n, 100n, 700n].map((micros) => price('AAPL', micros, 1_000)).concat(last));
      expect(await prices()).toEqual([last]);
      await savePrices([price('AAPL', 200n, 1_000)]);
      expect(await prices()).toEqual([price('AAPL', 200n, 1_000)]);
    });

    it('saves no price when the transaction rolls back', async () => {
      const { market, transactions, prices } = await openStore();
      const run = transactions.run(async (transaction) => {
        await market.savePrices(transaction, [price('AAPL', 100n, 1_000)]);
        throw new RangeError('rolled back');
      });
      await expect(run).rejects.toThrow('rolled back');
      expect(await prices()).toEqual([]);
    });

    it('ends with the newest price however many writers there are', async () => {
      const { savePrices, prices } = await openStore();
      await Promise.all(
        Array.from({ length: 40 }, (_, index) => {
          const asOfMs = ((index * 7) % 40) + 1;
          const [first, second] = index % 2 === 0 ? (['AAPL', 'MSFT'] as const) : (['MSFT', 'AAPL'] as const);
          return savePrices([price(first, BigInt(asOfMs), asOfMs), price(second, BigInt(asOfMs), asOfMs)]);
        }),
      );
      expect(await prices()).toEqual([price('AAPL', 40n, 40), price('MSFT', 40n, 40)]);
    });
  });
}
