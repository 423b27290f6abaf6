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
    expect(volumeBySymbol().volumesOf(FILLS)).toEqual([
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

  it('of each day has the newest first', () => {
    const days = volumeByDay(dayOf).volumesOf(FILLS);
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
    const volumes = volumeBySymbol().volumesOf(many);
    expect(volumes).toHaveLength(MAX_PARTS + 1);
    expect(volumes[0]?.name).toBe(`S${MAX_PARTS + 4}`);
    // The smallest five: 1 + 2 + 3 + 4 + 5.
    expect(volumes.at(-1)).toMatchObject({ name: '5 other symbols', total: '15.00' });
  });

  it('of no fills has no parts', () => {
    expect(volumeBySymbol().volumesOf([])).toEqual([]);
  });

  it('of more and more fills is that of all of them, and each is counted once', () => {
    const reads = { count: 0 };
    const all = Array.from({ length: 60 }, (_, index) => fillAt(60 - index, reads));
    const [bySymbol, byDay] = [volumeBySymbol(), volumeByDay(dayOf)];
    // The newest come in front, the older ones behind, both at once, and neither.
    for (const [from, to] of [
      [20, 30],
      [18, 30],
      [18, 45],
      [5, 50],
      [5, 50],
      [0, 60],
    ] as const) {
      const known = all.slice(from, to);
      expect(bySymbol.volumesOf(known)).toEqual(volumeBySymbol().volumesOf(known.map(plain)));
      expect(byDay.volumesOf(known)).toEqual(volumeByDay(dayOf).volumesOf(known.map(plain)));
    }
    // By each counter; the copies do not count.
    expect(reads.count).toBe(2 * all.length);
  });

  it('of other fills has nothing of those before', () => {
    const counter = volumeBySymbol();
    const all = Array.from({ length: 6 }, (_, index) => fillAt(6 - index, { count: 0 }));
    counter.volumesOf(all);
    for (const others of [all.slice(3), all.slice(0, 3), [], all.slice(2, 4), all.toReversed()]) {
      expect(counter.volumesOf(others)).toEqual(volumeBySymbol().volumesOf(others));
    }
  });
});

type Fill = Parameters<ReturnType<typeof volumeBySymbol>['volumesOf']>[0][number];

function dayOf(at: string): string {
  return at.slice(0, 10);
}

/** The fill of an hour, which notes how often its quantity is read. */
function fillAt(hour: number, reads: { count: number }): Fill {
  return {
    at: new Date(Date.UTC(2026, 2, 1, hour)).toISOString(),
    symbol: `S${hour % 7}`,
    side: hour % 3 === 0 ? 'sell' : 'buy',
    price: `${hour}.25`,
    get quantity() {
      reads.count += 1;
      return `${hour}`;
    },
  };
}

/** The same fill, which notes nothing. */
function plain({ at, symbol, side, price }: Fill): Fill {
  return {
    at,
    symbol,
    side,
    price,
    quantity: String(new Date(at).getTime() / 3_600_000 - Date.UTC(2026, 2, 1) / 3_600_000),
  };
}
