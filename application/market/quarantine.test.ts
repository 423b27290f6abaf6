import { beforeEach, describe, expect, it } from 'vitest';
import { fakeMeter } from './market-fakes.ts';
import type { FakeMeter } from './market-fakes.ts';
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
  let doubtful: Quarantine;

  beforeEach(() => {
    meter = fakeMeter();
    doubtful = createQuarantine({ maxJumpFactor: 10n, maxKept: 3 }, meter);
  });

  it('lets a good price through as it is', () => {
    expect(doubtful.judge(quoted(150n))).toEqual(quoted(150n));
    expect(doubtful.recent()).toEqual([]);
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
    expect(doubtful.recent()).toEqual([{ ...quoted(price), reason, lastGoodMicros: 150_000_000n }]);
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

  it('believes any positive price of a symbol again once it is told to forget the last', () => {
    doubtful.judge(quoted(150n));
    doubtful.forget('ACME');
    expect(doubtful.judge(quoted(0n))).toBeUndefined();
    expect(doubtful.judge(quoted(15_000n))).toBeDefined();
    expect(doubtful.judge(quoted(150n))).toBeUndefined();
  });

  it('keeps the newest ones up to its limit, newest first, and counts them all', () => {
    for (const price of [-1n, -2n, -3n, -4n, -5n]) doubtful.judge(quoted(price));
    expect(doubtful.recent().map(({ priceMicros }) => priceMicros)).toEqual([-5_000_000n, -4_000_000n, -3_000_000n]);
    expect(meter.counted('prices_quarantined_total', { reason: 'not-positive' })).toBe(5);
  });

  it('refuses a factor that would quarantine every move, and a list that keeps nothing', () => {
    expect(() => createQuarantine({ maxJumpFactor: 1n, maxKept: 3 }, meter)).toThrow(RangeError);
    expect(() => createQuarantine({ maxJumpFactor: 10n, maxKept: 0 }, meter)).toThrow(RangeError);
  });
});
