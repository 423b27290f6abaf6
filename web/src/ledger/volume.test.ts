import { describe, expect, it } from 'vitest';
import { MAX_PARTS, volumeByDay, volumeBySymbol } from './volume.ts';

const DAY_2 = '2026-03-02T09:00:00Z';
const DAY_1 = '2026-03-01T09:00:00Z';

const FILLS = [
  { at: DAY_2, symbol: 'MSFT', side: 'sell', quantity: '2', price: '300.00' },
  { at: DAY_2, symbol: 'AAPL', side: 'buy', quantity: '0.5', price: '200.10' },
  { at: DAY_1, symbol: 'MSFT', side: 'buy', quantity: '3', price: '100.000001' },
] as const;

describe('the volume', () => {
  it('of each symbol is what was bought and sold of it, exact, the largest first', () => {
    expect(volumeBySymbol(FILLS)).toEqual([
      {
        name: 'MSFT',
        bought: '300.000003',
        sold: '600.00',
        total: '900.000003',
        boughtPercent: 33.33,
        soldPercent: 66.66,
      },
      { name: 'AAPL', bought: '100.05', sold: '0.00', total: '100.05', boughtPercent: 11.11, soldPercent: 0 },
    ]);
  });

  it('of each day is in the order of the fills', () => {
    const days = volumeByDay(FILLS, (at) => at.slice(0, 10));
    expect(days.map(({ name, total }) => [name, total])).toEqual([
      ['2026-03-02', '700.05'],
      ['2026-03-01', '300.000003'],
    ]);
  });

  it('loses nothing where there are more parts than are shown', () => {
    const many = Array.from({ length: MAX_PARTS + 5 }, (_, index) => ({
      at: DAY_1,
      symbol: `S${index}`,
      side: 'buy' as const,
      quantity: '1',
      price: String(index + 1),
    }));
    const volumes = volumeBySymbol(many);
    expect(volumes).toHaveLength(MAX_PARTS + 1);
    expect(volumes[0]?.name).toBe(`S${MAX_PARTS + 4}`);
    // The smallest five: 1 + 2 + 3 + 4 + 5.
    expect(volumes.at(-1)).toMatchObject({ name: '5 other symbols', total: '15.00' });
  });

  it('of no fills has no parts', () => {
    expect(volumeBySymbol([])).toEqual([]);
  });
});
