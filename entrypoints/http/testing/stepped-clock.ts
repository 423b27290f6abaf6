import type { Clock } from '@bourse/application/ports/clock.ts';

/** A clock that stands still until it is moved. */
export interface SteppedClock extends Clock {
  /** Moves on, and calls back whatever is due, in order. */
  advance(byMs: number): void;
}

/** A clock that stands at a moment given in epoch milliseconds. */
export function steppedClock(startMs: number): SteppedClock {
  let nowMs = startMs;
  let timers: { readonly dueMs: number; readonly callback: () => void }[] = [];
  return {
    now: () => nowMs,
    after(delayMs, callback) {
      const timer = { dueMs: nowMs + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(byMs) {
      nowMs += byMs;
      const due = timers.filter(({ dueMs }) => dueMs <= nowMs).sort((one, other) => one.dueMs - other.dueMs);
      timers = timers.filter(({ dueMs }) => dueMs > nowMs);
      for (const { callback } of due) callback();
    },
  };
}
