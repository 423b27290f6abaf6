import { describe, expect, it } from 'vitest';
import { candlesOf, emptyIntervals, mergeCandles } from './candle.ts';
import type { Candle } from './candle.ts';
import type { Price } from './price.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY_START = Date.UTC(2026, 2, 3);

function tick(asOfMs: number, priceMicros: bigint, symbol = 'ACME'): Price {
  return { symbol, priceMicros, source: 'feed', asOfMs };
}

function minuteOf(...ticks: readonly Price[]): Candle {
  return candlesOf(ticks)[0]!;
}

describe('candles', () => {
  it('are one a minute, an hour and a day for each instrument', () => {
    const ticks = [tick(DAY_START, 5n), tick(DAY_START + MINUTE, 9n), tick(DAY_START + HOUR, 7n, 'BOLT')];
    const places = candlesOf(ticks).map(({ symbol, interval, startMs, ticks: count }) => [
      symbol,
      interval,
      startMs - DAY_START,
      count,
    ]);
    expect(places).toEqual([
      ['ACME', '1m', 0, 1],
      ['ACME', '1m', MINUTE, 1],
      ['BOLT', '1m', HOUR, 1],
      ['ACME', '1h', 0, 2],
      ['BOLT', '1h', HOUR, 1],
      ['ACME', '1d', 0, 2],
      ['BOLT', '1d', 0, 1],
    ]);
  });

  it('open with the earliest tick and close with the latest, in whatever order they came', () => {
    const candle = minuteOf(tick(DAY_START + 2, 4n), tick(DAY_START + 3, 6n), tick(DAY_START + 1, 5n));
    expect(candle).toMatchObject({ openMicros: 5n, highMicros: 6n, lowMicros: 4n, closeMicros: 6n, ticks: 3 });
  });

  it('open with the first to come of two ticks of one moment and close with the last', () => {
    expect(minuteOf(tick(DAY_START, 1n), tick(DAY_START, 2n), tick(DAY_START, 3n))).toMatchObject({
      openMicros: 1n,
      closeMicros: 3n,
    });
  });

  it('take the first millisecond of an interval and not that of the next', () => {
    const starts = candlesOf([tick(DAY_START + MINUTE - 1, 1n), tick(DAY_START + MINUTE, 1n)]).map(
      ({ interval, startMs }) => [interval, startMs - DAY_START],
    );
    expect(starts).toEqual([
      ['1m', 0],
      ['1m', MINUTE],
      ['1h', 0],
      ['1d', 0],
    ]);
  });

  it('are none without ticks', () => {
    expect(candlesOf([])).toEqual([]);
  });

  it('are the same merged from parts as made at once', () => {
    const ticks = [tick(DAY_START + 5, 5n), tick(DAY_START + 9, 2n), tick(DAY_START + 1, 8n), tick(DAY_START + 9, 3n)];
    for (let cut = 1; cut < ticks.length; cut += 1) {
      const merged = mergeCandles(minuteOf(...ticks.slice(0, cut)), minuteOf(...ticks.slice(cut)));
      expect(merged).toEqual(minuteOf(...ticks));
    }
  });
});

describe('the gap between two candles', () => {
  it('is how many intervals without a tick lie between them', () => {
    expect(emptyIntervals('1m', DAY_START, DAY_START + MINUTE)).toBe(0);
    expect(emptyIntervals('1m', DAY_START, DAY_START + 4 * MINUTE)).toBe(3);
    expect(emptyIntervals('1h', DAY_START, DAY_START + 4 * HOUR)).toBe(3);
  });
});
