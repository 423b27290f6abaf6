import { describe, expect, it } from 'vitest';
import { fillMarkers } from './fill-markers.ts';

const MINUTE_MS = 60_000;
const COLORS = { gain: 'green', loss: 'red' };

describe('the marks of own fills', () => {
  it('stand at the candles they were made in, a purchase below and a sale above, the oldest first', () => {
    const sale = { at: '2026-01-02T03:05:59.999Z', side: 'sell', quantity: '0.5' } as const;
    const purchase = { at: '2026-01-02T03:04:00.000Z', side: 'buy', quantity: '1.234567' } as const;
    const minute = Date.parse('2026-01-02T03:04:00Z') / 1_000;
    expect(fillMarkers([sale, purchase], MINUTE_MS, COLORS)).toEqual([
      { time: minute, position: 'belowBar', shape: 'arrowUp', color: 'green', text: 'B 1.234567' },
      { time: minute + 60, position: 'aboveBar', shape: 'arrowDown', color: 'red', text: 'S 0.5' },
    ]);
  });

  it('stand at one candle where it holds them all', () => {
    const fills = ['2026-01-02T00:00:00Z', '2026-01-02T23:59:59Z'].map(
      (at) => ({ at, side: 'buy', quantity: '1' }) as const,
    );
    const day = Date.parse('2026-01-02T00:00:00Z') / 1_000;
    expect(fillMarkers(fills, 1_440 * MINUTE_MS, COLORS).map(({ time }) => time)).toEqual([day, day]);
  });
});
