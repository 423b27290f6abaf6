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

  it('refuses a factor that would quarantine every move, and a list that keeps nothing', () => {
    expect(() => createQuarantine({ maxJumpFactor: 1n, maxKept: 3 }, { clock, meter })).toThrow(RangeError);
    expect(() => createQuarantine({ maxJumpFactor: 10n, maxKept: 0 }, { clock, meter })).toThrow(RangeError);
  });
});
