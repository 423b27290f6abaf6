import { beforeEach, describe, expect, it } from 'vitest';
import type { Price } from '@bourse/core/market/price.ts';
import { fakeMeter, manualClock } from './market-fakes.ts';
import type { FakeMeter, ManualClock } from './market-fakes.ts';
import { createQuarantine } from './quarantine.ts';
import type { Quarantine, QuotedPrice } from './quarantine.ts';

const quoted = (price: bigint | null, asOfMs = 1_000): QuotedPrice => ({
  symbol: 'ACME',
  priceMicros: price === null ? null : price * 1_000_000n,
  source: 'vendor',
  asOfMs,
});

describe('the quarantine', () => {
  let meter: FakeMeter;
  let clock: ManualClock;
  let known: Price | undefined;
  let doubtful: Quarantine;

  beforeEach(() => {
    meter = fakeMeter();
    clock = manualClock(0);
    known = undefined;
    doubtful = createQuarantine({ maxJumpFactor: 10n, maxKept: 3 }, { clock, meter, newest: () => known });
  });

  it('lets a good price through as it is', () => {
    expect(doubtful.judge(quoted(150n))).toEqual(quoted(150n));
    expect(doubtful.list()).toEqual([]);
  });

  it.each([
    ['unreadable', null],
    ['not-positive', 0n],
    ['not-positive', -5n],
    ['jump', 1_501n],
    ['jump', 14n],
  ] as const)('keeps and counts a price that is %s (%s)', (reason, price) => {
    doubtful.judge(quoted(150n));
    expect(doubtful.judge(quoted(price))).toBeUndefined();
    expect(doubtful.list()).toMatchObject([{ ...quoted(price), reason, lastGoodMicros: 150_000_000n, quotes: 1 }]);
    expect(meter.counted('prices_quarantined_total', { reason })).toBe(1);
  });

  it('holds a price against the last one that was believed, not against one that was not', () => {
    doubtful.judge(quoted(150n));
    doubtful.judge(quoted(15_000n));
    expect(doubtful.judge(quoted(14_000n))).toBeUndefined();
    expect(doubtful.judge(quoted(151n))).toBeDefined();
  });

  it('holds each instrument against its own prices', () => {
    doubtful.judge(quoted(150n));
    expect(doubtful.judge({ ...quoted(4_000n), symbol: 'OTHER' })).toBeDefined();
  });

  it('knows the prices that it was given at the start', () => {
    doubtful.seed([{ symbol: 'ACME', priceMicros: 150_000_000n, source: 'feed', asOfMs: 500 }]);
    expect(doubtful.judge(quoted(2_000n))).toBeUndefined();
  });

  it('does not go back to an older price as the last good one', () => {
    doubtful.judge(quoted(100n, 1_000));
    doubtful.judge(quoted(900n, 2_000));
    doubtful.judge(quoted(100n, 1_500));
    expect(doubtful.judge(quoted(8_000n, 3_000))).toBeDefined();
  });

  it('holds a price against the newest that the platform knows, when that is newer than its own', () => {
    doubtful.judge(quoted(150n, 1_000));
    known = { symbol: 'ACME', priceMicros: 15_000_000_000n, source: 'operator', asOfMs: 999 };
    expect(doubtful.judge(quoted(15_001n))).toBeUndefined();
    known = { ...known, asOfMs: 1_001 };
    expect(doubtful.judge(quoted(15_001n))).toBeDefined();
  });

  it('keeps one entry for an instrument and a reason, with its newest quote and how many there were', () => {
    doubtful.judge(quoted(-1n));
    clock.jump(5_000);
    doubtful.judge(quoted(-2n, 4_000));
    doubtful.judge(quoted(null));
    expect(doubtful.list()).toMatchObject([
      { reason: 'unreadable', quotes: 1 },
      { reason: 'not-positive', priceMicros: -2_000_000n, asOfMs: 4_000, quotes: 2, firstAtMs: 0, lastAtMs: 5_000 },
    ]);
  });

  it('ends all entries of an instrument with the next quote that is believed', () => {
    doubtful.judge(quoted(-1n));
    doubtful.judge(quoted(null));
    doubtful.judge({ ...quoted(-1n), symbol: 'OTHER' });
    expect(doubtful.isOpen('ACME')).toBe(true);
    doubtful.judge(quoted(150n));
    expect(doubtful.isOpen('ACME')).toBe(false);
    expect(doubtful.list()).toMatchObject([{ symbol: 'OTHER' }]);
  });

  it('tells of each change once: what came since, and that it is over', () => {
    doubtful.judge(quoted(-1n));
    doubtful.judge(quoted(-2n));
    expect(doubtful.takeChanges()).toMatchObject([{ priceMicros: -2_000_000n, quotes: 2, overAtMs: null }]);
    expect(doubtful.takeChanges()).toEqual([]);
    doubtful.judge(quoted(-3n));
    doubtful.judge(quoted(150n));
    expect(doubtful.takeChanges()).toMatchObject([{ priceMicros: -3_000_000n, quotes: 1, overAtMs: 0 }]);
  });

  it('tells of changes that were put back together with those since', () => {
    doubtful.judge(quoted(-1n));
    const changes = doubtful.takeChanges();
    clock.jump(9_000);
    doubtful.judge(quoted(-2n));
    doubtful.putBack(changes);
    expect(doubtful.takeChanges()).toMatchObject([
      { priceMicros: -2_000_000n, quotes: 2, firstAtMs: 0, lastAtMs: 9_000 },
    ]);
  });

  it('goes on with entries of before a restart', () => {
    const before = createQuarantine({ maxJumpFactor: 10n, maxKept: 3 }, { clock, meter });
    before.judge(quoted(-1n));
    doubtful.resume(before.list());
    doubtful.judge(quoted(-2n));
    expect(doubtful.list()).toMatchObject([{ priceMicros: -2_000_000n, quotes: 2 }]);
  });

  it('keeps the newest entries up to its limit, newest first, and counts all', () => {
    for (const symbol of ['A', 'B', 'C', 'D', 'E']) doubtful.judge({ ...quoted(-1n), symbol });
    expect(doubtful.list().map(({ symbol }) => symbol)).toEqual(['E', 'D', 'C']);
    expect(doubtful.isOpen('A')).toBe(false);
    expect(meter.counted('prices_quarantined_total', { reason: 'not-positive' })).toBe(5);
  });

  describe('of first prices', () => {
    let careful: Quarantine;

    beforeEach(() => {
      const options = { maxJumpFactor: 10n, maxKept: 3, confirmFirst: true };
      careful = createQuarantine(options, { clock, meter, newest: () => known });
    });

    it('believes the second of two quotes that agree', () => {
      expect(careful.judge(quoted(150n))).toBeUndefined();
      expect(careful.wantsAnother('ACME')).toBe(true);
      expect(meter.counted('prices_unconfirmed_total')).toBe(1);
      expect(careful.list()).toEqual([]);
      expect(careful.judge({ ...quoted(151n), source: 'feed' })).toMatchObject({ priceMicros: 151_000_000n });
      expect(careful.wantsAnother('ACME')).toBe(false);
      expect(careful.judge(quoted(152n))).toBeDefined();
    });

    it.each([
      ['the first is wrong', [150_000n, 150n, 151n]],
      ['the second is wrong', [150n, 150_000n, 150n, 151n]],
    ])('believes none of them before two agree, one after the other, when %s', (_, prices) => {
      const judged = prices.map((price) => careful.judge(quoted(price)));
      expect(judged.slice(0, -1).every((price) => price === undefined)).toBe(true);
      expect(judged.at(-1)).toMatchObject({ priceMicros: 151_000_000n });
      expect(careful.isOpen('ACME')).toBe(false);
    });

    it('keeps quotes that do not agree for an operator, and stops asking for more', () => {
      let asked = 0;
      for (let quotes = 0; quotes < 20; quotes += 1) {
        careful.judge(quoted(quotes % 2 === 0 ? 150n : 150_000n));
        if (careful.wantsAnother('ACME')) asked += 1;
      }
      expect(careful.list()).toMatchObject([{ reason: 'jump', quotes: 19, lastGoodMicros: 150_000_000n }]);
      expect(asked).toBe(4);
      known = { symbol: 'ACME', priceMicros: 150_000_000n, source: 'operator', asOfMs: 1_000 };
      expect(careful.judge(quoted(151n))).toBeDefined();
    });

    it('believes two that are wrong and agree, and keeps the right ones for an operator, whose word ends that', () => {
      careful.judge(quoted(150_000n));
      expect(careful.judge(quoted(151_000n))).toBeDefined();
      expect(careful.judge(quoted(150n, 2_000))).toBeUndefined();
      expect(careful.list()).toMatchObject([
        { reason: 'jump', priceMicros: 150_000_000n, lastGoodMicros: 151_000_000_000n },
      ]);
      known = { symbol: 'ACME', priceMicros: 150_000_000n, source: 'operator', asOfMs: 2_000 };
      expect(careful.judge(quoted(151n, 2_001))).toMatchObject({ priceMicros: 151_000_000n });
      expect(careful.isOpen('ACME')).toBe(false);
    });

    it('has nothing to wait for where a price was known before', () => {
      careful.seed([{ symbol: 'ACME', priceMicros: 150_000_000n, source: 'feed', asOfMs: 500 }]);
      expect(careful.judge(quoted(150n))).toBeDefined();
      expect(careful.judge({ ...quoted(-1n), symbol: 'OTHER' })).toBeUndefined();
      expect(careful.wantsAnother('OTHER')).toBe(false);
    });
  });

  it('refuses a factor that would quarantine every move, and a list that keeps nothing', () => {
    expect(() => createQuarantine({ maxJumpFactor: 1n, maxKept: 3 }, { clock, meter })).toThrow(RangeError);
    expect(() => createQuarantine({ maxJumpFactor: 10n, maxKept: 0 }, { clock, meter })).toThrow(RangeError);
  });
});
