import type { Clock } from '../ports/clock.ts';

/** The time from the start of something to its stop, with pauses that end early when it is stopped. */
export interface Lifetime {
  /** Whether it is over; then nothing new is begun. */
  readonly ended: () => boolean;
  /** Resolves after `delayMs`, or as soon as the lifetime ends. */
  pause(delayMs: number): Promise<void>;
  /** Ends it and every pause. */
  end(): void;
}

/** Begins a lifetime. */
export function lifetime(clock: Clock): Lifetime {
  let over = false;
  const pauses = new Set<() => void>();

  return {
    ended: () => over,
    pause: (delayMs) =>
      new Promise((resolve) => {
        if (over) {
          resolve();
          return;
        }
        const finish = (): void => {
          cancel();
          pauses.delete(finish);
          resolve();
        };
        const cancel = clock.after(delayMs, finish);
        pauses.add(finish);
      }),
    end: () => {
      over = true;
      for (const finish of pauses) finish();
    },
  };
}

/** How long to wait after so many failures in a row (1 or more): doubling from the shortest wait up to the longest. */
export function backoffMs(failures: number, limits: { readonly firstMs: number; readonly mostMs: number }): number {
  return Math.min(limits.mostMs, limits.firstMs * 2 ** Math.min(failures - 1, 30));
}
