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

/** Collects what each round measured, in the order in which the names first came. */
export function figureCollector(): {
  add(name: string, unit: string, value: number): void;
  figures(): readonly Figure[];
  figure(name: string): Figure;
} {
  const known = new Map<string, { name: string; unit: string; rounds: number[] }>();
  return {
    add(name, unit, value) {
      const figure = known.get(name) ?? { name, unit, rounds: [] };
      figure.rounds.push(value);
      known.set(name, figure);
    },
    figures: () => [...known.values()],
    figure(name) {
      const figure = known.get(name);
      if (figure === undefined) throw new RangeError(`nothing was measured as ${name}`);
      return figure;
    },
  };
}
