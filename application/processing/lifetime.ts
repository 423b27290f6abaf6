import type { Clock } from '../ports/clock.ts';

/** The time from the start of something to its stop, with pauses that end early when it is stopped. */
export interface Lifetime {
  /** Whether it is over; then nothing new is begun. */
  readonly ended: () => boolean;
  /** Resolves after `delayMs`, or as soon as the lifetime ends. */
  pause(delayMs: number): Promise<void>;
  /** Waits for work, but not beyond the end: answers undefined when the lifetime ends first, and drops what then becomes of the work. */
  unlessEnded<Answer>(work: Promise<Answer>): Promise<Answer | undefined>;
  /** Ends it and every pause. */
  end(): void;
}

/** Begins a lifetime. */
export function createLifetime(clock: Clock): Lifetime {
  let over = false;
  const endings = new Set<() => void>();

  function pause(delayMs: number): Promise<void> {
    if (over) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        cancel();
        endings.delete(finish);
        resolve();
      };
      const cancel = clock.after(delayMs, finish);
      endings.add(finish);
    });
  }

  function unlessEnded<Answer>(work: Promise<Answer>): Promise<Answer | undefined> {
    return new Promise((resolve, reject) => {
      const finish = (): void => resolve(undefined);
      const forget = (): void => void endings.delete(finish);
      if (over) finish();
      else endings.add(finish);
      work.finally(forget).then(resolve, reject);
    });
  }

  return {
    ended: () => over,
    pause,
    unlessEnded,
    end: () => {
      over = true;
      for (const finish of endings) finish();
      endings.clear();
    },
  };
}

/** How long to wait after so many failures in a row (1 or more): doubling from the shortest wait up to the longest. */
export function backoffMs(failures: number, limits: { readonly firstMs: number; readonly mostMs: number }): number {
  return Math.min(limits.mostMs, limits.firstMs * 2 ** Math.min(failures - 1, 30));
}
