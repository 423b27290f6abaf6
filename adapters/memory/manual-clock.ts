import type { Clock } from '@bourse/application/ports/clock.ts';

/** A clock that stands still until it is told otherwise. */
export interface ManualClock extends Clock {
  /** Lets time pass and calls back what falls due, in the order of its time. */
  advance(byMs: number): void;
  /** Sets the time, also backwards, without any time passing: timers keep what they have left to wait. */
  jumpTo(atMs: number): void;
  /** How many callbacks wait. */
  pending(): number;
}

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** A clock that starts at a moment given in epoch milliseconds. */
export function createManualClock(startMs: number): ManualClock {
  /** Time that has passed since the start; jumps do not count. */
  let passedMs = 0;
  let offsetMs = startMs;
  const timers = new Set<Timer>();

  const nextDue = (untilMs: number): Timer | undefined =>
    [...timers].filter(({ dueMs }) => dueMs <= untilMs).sort((one, other) => one.dueMs - other.dueMs)[0];

  return {
    now: () => offsetMs + passedMs,
    after(delayMs, callback) {
      const timer: Timer = { dueMs: passedMs + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(byMs) {
      const untilMs = passedMs + byMs;
      for (let timer = nextDue(untilMs); timer !== undefined; timer = nextDue(untilMs)) {
        timers.delete(timer);
        passedMs = Math.max(passedMs, timer.dueMs);
        timer.callback();
      }
      passedMs = untilMs;
    },
    jumpTo(atMs) {
      offsetMs = atMs - passedMs;
    },
    pending: () => timers.size,
  };
}
