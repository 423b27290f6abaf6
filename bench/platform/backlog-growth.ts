import { median } from '../report/figure.ts';

/** How many records were waiting to be decided at one moment. */
export interface BacklogSample {
  readonly atMs: number;
  readonly behind: number;
}

/**
 * By how much a backlog grew each second: from the middle of its first third to that of its last, so that one pause of the disk counts as
 * little as it should. NaN of fewer than three samples.
 */
export function backlogGrowth(samples: readonly BacklogSample[]): number {
  const third = Math.floor(samples.length / 3);
  const [first, last] = [samples.slice(0, third), samples.slice(samples.length - third)];
  const grown = median(last.map(({ behind }) => behind)) - median(first.map(({ behind }) => behind));
  const elapsedMs = median(last.map(({ atMs }) => atMs)) - median(first.map(({ atMs }) => atMs));
  return (grown * 1_000) / elapsedMs;
}
