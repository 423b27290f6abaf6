import type { Clock } from '@bourse/application/ports/clock.ts';

/** A clock whose time passes from timer to timer, as fast as the machine can. */
export interface SimulatedClock extends Clock {
  /** Milliseconds since the start, which no jump changes. */
  passedMs(): number;
  /** Lets time pass to the next timer and calls it; false when there is none. */
  step(): boolean;
  /** Sets the time forwards or backwards without any time passing: timers keep what they have left to wait. */
  jump(byMs: number): void;
}

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** A clock that starts at a moment given in epoch milliseconds. */
export function createSimulatedClock(startMs: number): SimulatedClock {
  /** By when they are due, then in the order in which they were set. */
  const timers: Timer[] = [];
  let passedMs = 0;
  let offsetMs = startMs;
  return {
    now: () => offsetMs + Math.floor(passedMs),
    passedMs: () => Math.floor(passedMs),
    after(delayMs, callback) {
      const timer: Timer = { dueMs: passedMs + Math.max(0, delayMs), callback };
      const later = timers.findIndex(({ dueMs }) => dueMs > timer.dueMs);
      timers.splice(later === -1 ? timers.length : later, 0, timer);
      return () => {
        const at = timers.indexOf(timer);
        if (at !== -1) timers.splice(at, 1);
      };
    },
    step() {
      const timer = timers.shift();
      if (timer === undefined) return false;
      passedMs = Math.max(passedMs, timer.dueMs);
      timer.callback();
      return true;
    },
    jump(byMs) {
      offsetMs += byMs;
    },
  };
}
