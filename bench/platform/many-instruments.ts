import type { SimulatedInstrument } from '@bourse/entrypoints/vendor-sim/simulated-market.ts';

/** So many made-up instruments, at prices that differ. */
export function manyInstruments(count: number): readonly SimulatedInstrument[] {
  return Array.from({ length: count }, (_, index) => ({
    symbol: `B${String(index + 1).padStart(4, '0')}`,
    name: `Instrument ${index + 1}`,
    exchange: 'XNYS',
    sector: 'Industrials',
    startCents: 1_000 + 137 * index,
  }));
}
