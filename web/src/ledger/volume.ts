import { formatMoney, parseMicros } from '@bourse/core/money/decimal.ts';
import { notional } from '@bourse/core/money/rounding.ts';
import type { Execution } from './execution.ts';

/** What was traded of one symbol, or on one day: price times quantity of its fills, as decimal strings, exact to a millionth. */
export interface Volume {
  readonly name: string;
  readonly bought: string;
  readonly sold: string;
  readonly total: string;
  /** The shares of bought and sold in the largest total of all, from 0 to 100; only to draw them. */
  readonly boughtPercent: number;
  readonly soldPercent: number;
}

type Fill = Pick<Execution, 'at' | 'symbol' | 'side' | 'quantity' | 'price'>;

/** Parts shown one by one; the others are put together. */
export const MAX_PARTS = 30;

/** What the fills of an account come to, by symbol or by day; what was counted once is not counted again when there are more of them. */
export interface VolumeCounter {
  /**
   * The volumes of these fills, newest first. They may be more than the last time, before and behind those, which stay as they were: the journal
   * does not change. When they do not hold those, they are counted anew.
   */
  readonly volumesOf: (fills: readonly Fill[]) => readonly Volume[];
}

/** Makes the counter of the volume of each symbol, the largest first. */
export function volumeBySymbol(): VolumeCounter {
  const counter = createSums(({ symbol }) => symbol);
  return {
    volumesOf: (fills) =>
      volumesOf(
        [...counter.sumsOf(fills)].toSorted(([, one], [, other]) => compare(totalOf(other), totalOf(one))),
        'other symbols',
      ),
  };
}

/** Makes the counter of the volume of each day on which something was filled, the newest first, as `dayOf` names the day of a moment. */
export function volumeByDay(dayOf: (at: string) => string): VolumeCounter {
  const counter = createSums(({ at }) => dayOf(at));
  return {
    volumesOf: (fills) =>
      volumesOf(
        [...counter.sumsOf(fills)].toSorted(([, one], [, other]) => (one.newestAt < other.newestAt ? 1 : -1)),
        'earlier days',
      ),
  };
}

interface Sums {
  boughtMicros: bigint;
  soldMicros: bigint;
  /** When the newest of the fills was. */
  newestAt: string;
}

function createSums(nameOf: (fill: Fill) => string): {
  readonly sumsOf: (fills: readonly Fill[]) => ReadonlyMap<string, Sums>;
} {
  let counted: readonly Fill[] = [];
  let sums = new Map<string, Sums>();

  function count(fills: readonly Fill[]): void {
    for (const fill of fills) {
      const name = nameOf(fill);
      const sum = sums.get(name) ?? nothing();
      sums.set(name, sum);
      const priceMicros = parseMicros(fill.price) ?? 0n;
      const quantityMicros = parseMicros(fill.quantity) ?? 0n;
      sum[fill.side === 'buy' ? 'boughtMicros' : 'soldMicros'] += notional(priceMicros, quantityMicros, 'half-even');
      if (fill.at > sum.newestAt) sum.newestAt = fill.at;
    }
  }

  return {
    sumsOf(fills) {
      const [first] = counted;
      const start = first === undefined ? 0 : fills.indexOf(first);
      const end = start + counted.length;
      if (start === -1 || (counted.length > 0 && fills[end - 1] !== counted.at(-1))) {
        sums = new Map();
        count(fills);
      } else {
        count(fills.slice(0, start));
        count(fills.slice(end));
      }
      counted = fills;
      return sums;
    },
  };
}

function volumesOf(sums: readonly (readonly [string, Sums])[], others: string): readonly Volume[] {
  const rest = sums.slice(MAX_PARTS);
  const parts =
    rest.length === 0 ? sums : [...sums.slice(0, MAX_PARTS), [`${rest.length} ${others}`, together(rest)] as const];
  const largest = parts.reduce((most, [, sum]) => (totalOf(sum) > most ? totalOf(sum) : most), 1n);
  const percentOf = (micros: bigint): number => Number((micros * 10_000n) / largest) / 100;
  return parts.map(([name, sum]) => ({
    name,
    bought: formatMoney(sum.boughtMicros),
    sold: formatMoney(sum.soldMicros),
    total: formatMoney(totalOf(sum)),
    boughtPercent: percentOf(sum.boughtMicros),
    soldPercent: percentOf(sum.soldMicros),
  }));
}

function together(sums: readonly (readonly [string, Sums])[]): Sums {
  const all = nothing();
  for (const [, { boughtMicros, soldMicros }] of sums) {
    all.boughtMicros += boughtMicros;
    all.soldMicros += soldMicros;
  }
  return all;
}

function nothing(): Sums {
  return { boughtMicros: 0n, soldMicros: 0n, newestAt: '' };
}

function totalOf({ boughtMicros, soldMicros }: Sums): bigint {
  return boughtMicros + soldMicros;
}

function compare(one: bigint, other: bigint): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
