import type { Clock } from '../ports/clock.ts';

/** Lets one loop sleep until it is woken or time has passed. A wake-up that comes while nobody sleeps is kept for the next sleep. */
export interface Wakeup {
  /** Answers 'woken' or 'elapsed'. */
  sleep(maxMs: number): Promise<'woken' | 'elapsed'>;
  wake(): void;
}

/** Makes a wake-up that measures time on the given clock. */
export function createWakeup(clock: Clock): Wakeup {
  let pending = false;
  let wakeSleeper: (() => void) | undefined;
  return {
    sleep(maxMs) {
      if (pending) {
        pending = false;
        return Promise.resolve('woken');
      }
      return new Promise((resolve) => {
        const cancel = clock.after(maxMs, () => {
          wakeSleeper = undefined;
          resolve('elapsed');
        });
        wakeSleeper = () => {
          wakeSleeper = undefined;
          cancel();
          resolve('woken');
        };
      });
    },
    wake() {
      if (wakeSleeper === undefined) pending = true;
      else wakeSleeper();
    },
  };
}
