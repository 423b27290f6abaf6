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

/** The volume of each symbol, the largest first. */
export function volumeBySymbol(fills: readonly Fill[]): readonly Volume[] {
  const sums = sumsBy(fills, ({ symbol }) => symbol);
  const sorted = [...sums].toSorted(([, one], [, other]) => compare(totalOf(other), totalOf(one)));
  return volumesOf(sorted, 'other symbols');
}

/** The volume of each day on which something was filled, the newest first, as `dayOf` names the day of a moment. Fills come newest first. */
export function volumeByDay(fills: readonly Fill[], dayOf: (at: string) => string): readonly Volume[] {
  return volumesOf([...sumsBy(fills, ({ at }) => dayOf(at))], 'earlier days');
}

interface Sums {
  boughtMicros: bigint;
  soldMicros: bigint;
}

function sumsBy(fills: readonly Fill[], nameOf: (fill: Fill) => string): ReadonlyMap<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const fill of fills) {
    const name = nameOf(fill);
    const sum = sums.get(name) ?? { boughtMicros: 0n, soldMicros: 0n };
    sums.set(name, sum);
    const priceMicros = parseMicros(fill.price) ?? 0n;
    const quantityMicros = parseMicros(fill.quantity) ?? 0n;
    sum[fill.side === 'buy' ? 'boughtMicros' : 'soldMicros'] += notional(priceMicros, quantityMicros, 'half-even');
  }
  return sums;
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
  const all: Sums = { boughtMicros: 0n, soldMicros: 0n };
  for (const [, { boughtMicros, soldMicros }] of sums) {
    all.boughtMicros += boughtMicros;
    all.soldMicros += soldMicros;
  }
  return all;
}

function totalOf({ boughtMicros, soldMicros }: Sums): bigint {
  return boughtMicros + soldMicros;
}

function compare(one: bigint, other: bigint): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
