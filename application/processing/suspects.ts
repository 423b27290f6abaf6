import type { Located } from './processor.ts';

/** How often a record fails alone by a bug before it is set aside. With the pauses of a consumer between them that is under half a second. */
const MAX_TRIES = 5;

/** Records that fail alone by a bug: at most one of each partition, the one that its position stands at. */
export interface Suspects {
  /** Notes that a record failed alone; answers whether that was the last time that it is tried. */
  failedAgain(located: Pick<Located<unknown>, 'partition' | 'position'>): boolean;
}

/** Begins without suspects. */
export function createSuspects(): Suspects {
  const known = new Map<number, { readonly position: bigint; readonly times: number }>();
  return {
    failedAgain({ partition, position }) {
      const before = known.get(partition);
      const times = before?.position === position ? before.times + 1 : 1;
      known.set(partition, { position, times });
      return times >= MAX_TRIES;
    },
  };
}
