import type { Price } from '@bourse/core/market/price.ts';
import { describe, expect, it } from 'vitest';
import { createSignificantMoves } from './significant-moves.ts';

const price = (units: bigint, asOfMs = 0, symbol = 'ACME'): Price => {
  return { symbol, priceMicros: units * 1_000_000n, source: 'feed', asOfMs };
};

describe('a significant move', () => {
  it('is one beyond the threshold; the edge itself is none', () => {
    const moves = createSignificantMoves(5_000_000n);
    moves.confirm(price(100n));
    expect(moves.hasMoved(price(105n))).toBe(false);
    expect(moves.hasMoved(price(95n))).toBe(false);
    expect(moves.hasMoved({ ...price(105n), priceMicros: 105_000_001n })).toBe(true);
  });

  it('is told of once, and then measured from where it led', () => {
    const moves = createSignificantMoves(5_000_000n);
    moves.confirm(price(100n));
    expect([110n, 111n, 115n, 116n].map((units) => moves.hasMoved(price(units)))).toEqual([true, false, false, true]);
  });

  it('is not told of again by a catalogue that is behind the live price', () => {
    const moves = createSignificantMoves(5_000_000n);
    moves.confirm(price(100n, 1_000));
    expect(moves.hasMoved(price(110n, 2_000))).toBe(true);
    moves.confirm(price(100n, 1_000));
    expect(moves.hasMoved(price(110n, 3_000))).toBe(false);
    moves.confirm(price(100n, 4_000));
    expect(moves.hasMoved(price(110n, 5_000))).toBe(true);
  });

  it('is none of an instrument that the catalogue has not priced, nor without a threshold', () => {
    expect(createSignificantMoves(5_000_000n).hasMoved(price(100n))).toBe(false);
    const off = createSignificantMoves(0n);
    off.confirm(price(100n));
    expect(off.hasMoved(price(900n))).toBe(false);
  });
});
