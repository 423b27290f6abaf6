import type { CandleStore } from '@bourse/application/ports/candle-store.ts';
import type { MarketStore } from '@bourse/application/ports/market-data.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import type { CandleInterval } from '@bourse/core/market/candle.ts';
import { CANDLE_INTERVALS } from '@bourse/core/market/candle.ts';
import type { Price } from '@bourse/core/market/price.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';
import { naiveCandles } from '../support/naive-candles.ts';

/** A store without candles, and the prices that make them. */
export interface CandleStoreSubject {
  readonly candles: CandleStore;
  readonly market: MarketStore;
  readonly transactions: Transactions;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 2, 3);
const ALL = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, limit: 500 };

const tick = (asOfMs: number, priceMicros: bigint, symbol = 'AAPL'): Price => ({
  symbol,
  priceMicros,
  source: 'feed',
  asOfMs,
});

/** Ticks of two instruments, near enough to meet in one candle and far enough to leave gaps. */
const ticks = fc.array(
  fc.record({
    symbol: fc.constantFrom('AAPL', 'MSFT'),
    priceMicros: fc.oneof(fc.bigInt({ min: 1n, max: 20n }), fc.constant(9_223_372_036_854_775_807n)),
    source: fc.constant('feed'),
    asOfMs: fc
      .tuple(fc.integer({ min: 0, max: 2 * 24 }), fc.constantFrom(0, 1, 59), fc.constantFrom(0, 1, 59_999))
      .map(([hours, minutes, ms]) => START + hours * HOUR + minutes * MINUTE + ms),
  }),
  { maxLength: 40 },
);
/** The same ticks as they may come: in any order, in any batches, some of them twice. */
const arrivals = ticks.chain((sent) =>
  fc.tuple(
    fc.shuffledSubarray([...sent, ...sent.slice(0, 5)], { minLength: sent.length }),
    fc.integer({ min: 1, max: 7 }),
  ),
);

/** What every store of candles has to do. */
export function candleStoreContract(adapter: string, open: () => Promise<CandleStoreSubject>): void {
  const openStore = async () => {
    const subject = await open();
    const save = (...prices: readonly Price[]) =>
      subject.transactions.run((transaction) => subject.market.savePrices(transaction, prices));
    const list = (interval: CandleInterval, changes: Partial<typeof ALL> = {}, symbol = 'AAPL') =>
      subject.candles.candles({ symbol, interval, ...ALL, ...changes });
    const starts = async (interval: CandleInterval, changes: Partial<typeof ALL> = {}) =>
      (await list(interval, changes)).map(({ startMs }) => startMs - START);
    return { ...subject, save, list, starts };
  };

  contractSuite('CandleStore', adapter, () => {
    it('has the candles that looking at all ticks would give, however late, doubled or cut up they came', async () => {
      await fc.assert(
        fc.asyncProperty(arrivals, async ([came, batchSize]) => {
          const { save, list } = await openStore();
          for (let from = 0; from < came.length; from += batchSize) await save(...came.slice(from, from + batchSize));
          for (const symbol of ['AAPL', 'MSFT']) {
            for (const interval of CANDLE_INTERVALS) {
              expect(await list(interval, {}, symbol)).toEqual(naiveCandles(came, symbol, interval));
            }
          }
        }),
        { numRuns: 40 },
      );
    });

    it('corrects the candle that a late tick belongs to, and no other', async () => {
      const { save, list } = await openStore();
      await save(tick(START + 10_000, 100n), tick(START + 50_000, 110n));
      await save(tick(START + MINUTE, 120n));
      await save(tick(START + 5_000, 90n), tick(START + 55_000, 130n), tick(START + 20_000, 105n));
      const [first, second] = await list('1m');
      expect(first).toMatchObject({ openMicros: 90n, highMicros: 130n, lowMicros: 90n, closeMicros: 130n, ticks: 5 });
      expect(second).toMatchObject({ openMicros: 120n, closeMicros: 120n, ticks: 1 });
    });

    it('changes no price of a candle for a tick that comes again', async () => {
      const { save, list } = await openStore();
      const sent = [tick(START, 100n), tick(START + 1, 300n), tick(START + 2, 200n)];
      await save(...sent);
      const [before] = await list('1m');
      await save(...sent);
      expect(await list('1m')).toEqual([{ ...before, ticks: 6 }]);
    });

    it('leaves intervals without ticks out and tells where the candle before began', async () => {
      const { save, list } = await openStore();
      await save(tick(START, 1n), tick(START + 3 * MINUTE, 1n), tick(START + 4 * MINUTE, 1n));
      const previous = (await list('1m')).map(({ previousStartMs }) => previousStartMs);
      expect(previous).toEqual([null, START, START + 3 * MINUTE]);
      expect(await list('1m', { fromMs: START + MINUTE, limit: 1 })).toMatchObject([{ previousStartMs: START }]);
    });

    it('answers the first candles that start within the limits asked for', async () => {
      const { save, starts } = await openStore();
      await save(...[0, 1, 2, 3, 4].map((minute) => tick(START + minute * MINUTE + 30_000, 1n)));
      expect(await starts('1m', { fromMs: START + MINUTE, toMs: START + 4 * MINUTE })).toEqual([
        60_000, 120_000, 180_000,
      ]);
      expect(await starts('1m', { fromMs: START + MINUTE + 1, limit: 2 })).toEqual([120_000, 180_000]);
      expect(await starts('1m', { fromMs: START + 5 * MINUTE })).toEqual([]);
      expect(await starts('1h')).toEqual([0]);
    });

    it('keeps nothing of a transaction that rolls back', async () => {
      const { market, transactions, list } = await openStore();
      const run = transactions.run(async (transaction) => {
        await market.savePrices(transaction, [tick(START, 1n)]);
        throw new RangeError('rolled back');
      });
      await expect(run).rejects.toThrow('rolled back');
      expect(await list('1d')).toEqual([]);
    });

    it('loses no tick to writers at the same time', async () => {
      const { save, list } = await openStore();
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const both = [tick(START + index, BigInt(index + 1), 'AAPL'), tick(START + index, BigInt(index + 1), 'MSFT')];
          return save(...(index % 2 === 0 ? both : both.toReversed()));
        }),
      );
      const whole = { openMicros: 1n, highMicros: 20n, lowMicros: 1n, closeMicros: 20n, ticks: 20 };
      expect(await list('1d')).toMatchObject([whole]);
      expect(await list('1m', {}, 'MSFT')).toMatchObject([whole]);
    });

    it('removes old candles of one interval, some at a time', async () => {
      const { candles, save, starts } = await openStore();
      await save(...[0, 1, 2, 3, 4].map((day) => tick(START + day * DAY, 1n)));
      expect(await candles.removeCandles('1m', START + 3 * DAY, 2)).toBe(2);
      expect(await candles.removeCandles('1m', START + 3 * DAY, 2)).toBe(1);
      expect(await candles.removeCandles('1m', START + 3 * DAY, 2)).toBe(0);
      expect(await starts('1m')).toEqual([3 * DAY, 4 * DAY]);
      expect(await starts('1h')).toHaveLength(5);
      expect(await starts('1d')).toHaveLength(5);
    });
  });
}
