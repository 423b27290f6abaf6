import type { LogRecord } from '@bourse/application/ports/log.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import { partitionOf } from '@bourse/core/partitioning/partition-of.ts';
import type { ConsumerWorld, Step } from './consumer-world.ts';
import { consumerWorld, PARTITIONS } from './consumer-world.ts';
import type { SumsStore } from './sums.ts';
import { sumsStore } from './sums.ts';

/** A world in which consumers add up numbers by their keys, and what has come of it. */
export interface SumsScene {
  readonly world: ConsumerWorld;
  readonly store: SumsStore;
  readonly append: (...records: readonly LogRecord[]) => Promise<unknown>;
  /** The sum of each key. */
  readonly totals: () => Readonly<Record<string, number>>;
  /** How many numbers were added. */
  readonly applied: () => number;
}

/** An empty scene. Whoever makes it stops its world. */
export function sumsScene(): SumsScene {
  const world = consumerWorld();
  const store = sumsStore();
  return {
    world,
    store,
    append: (...records) => world.log.append('additions', records),
    totals: () => Object.fromEntries(store.totals),
    applied: () => store.applied.length,
  };
}

/** Keys that lie in all partitions. */
export const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** A key of each partition. */
export const keyIn = Array.from({ length: PARTITIONS }, (_, partition) => {
  let number = 0;
  while (partitionOf(`key ${number}`, PARTITIONS) !== partition) number += 1;
  return `key ${number}`;
});

/** What the log or the database gives when it cannot be reached. */
export const unavailable = (): Fault => new Fault('unavailable', 'the world broke');

/** Throws at one step for the first so many times. */
export function troubleAt(step: Step, times: number, error: () => Error): (reached: Step) => void {
  let left = times;
  return (reached: Step): void => {
    if (reached !== step || left === 0) return;
    left -= 1;
    throw error();
  };
}
