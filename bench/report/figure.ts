import type { Latency } from '../load/load-job.ts';

/** Something measured once in every round. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly rounds: readonly number[];
}

/** What the table of design 4 asks of a figure: at least, or at most, so much. */
export interface Requirement {
  readonly bound: 'at-least' | 'at-most';
  readonly value: number;
  /** What to reach for beyond it, where the table says so. */
  readonly reach?: number;
}

/** The median of a figure against its requirement. */
export interface Verdict {
  readonly figure: Figure;
  readonly requirement: Requirement;
}

/** The middle of the rounds; of an even number the mean of both. NaN when there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Whether the median is on the right side. */
export function isMet({ figure, requirement }: Verdict): boolean {
  const value = median(figure.rounds);
  return requirement.bound === 'at-least' ? value >= requirement.value : value <= requirement.value;
}

/** What the rounds of a case measured, in the order in which the names first came. */
export interface FigureCollector {
  add(name: string, unit: string, value: number): void;
  /** Adds the percentiles of a latency. */
  addLatency(name: string, latency: Latency): void;
  all(): readonly Figure[];
  /** Throws RangeError when nothing was measured under this name. */
  of(name: string): Figure;
}

/** Makes an empty collector. */
export function figureCollector(): FigureCollector {
  const known = new Map<string, { name: string; unit: string; rounds: number[] }>();
  const collector: FigureCollector = {
    add(name, unit, value) {
      const figure = known.get(name) ?? { name, unit, rounds: [] };
      figure.rounds.push(value);
      known.set(name, figure);
    },
    addLatency(name, { p50, p99, p999 }) {
      collector.add(`${name}, p50`, 'ms', p50);
      collector.add(`${name}, p99`, 'ms', p99);
      collector.add(`${name}, p99.9`, 'ms', p999);
    },
    all: () => [...known.values()],
    of(name) {
      const figure = known.get(name);
      if (figure === undefined) throw new RangeError(`nothing was measured as ${name}`);
      return figure;
    },
  };
  return collector;
}
