import type { Clock } from '@bourse/application/ports/clock.ts';

/** Longest delay that a timer of Node takes, in milliseconds; more would fire at once. */
const MAX_DELAY_MS = 2_147_483_647;

/** The clock of the machine. Throws RangeError for a delay of more than 24 days. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    if (delayMs > MAX_DELAY_MS) throw new RangeError(`a timer cannot wait ${delayMs} ms`);
    const timer = setTimeout(callback, delayMs).unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
