import type { Clock } from '@bourse/application/ports/clock.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';

/** The clock of the machine, which a test can put forward. Timers run as ever: they wait for a time to pass, not for a moment to come. */
export interface MovableClock extends Clock {
  advance(ms: number): void;
  /** Puts it forward to the next time of day in UTC, "20:59:30". */
  advanceTo(timeOfDay: string): void;
}

const MS_PER_DAY = 86_400_000;

/** Makes a clock that is right at first. */
export function createMovableClock(): MovableClock {
  let aheadMs = 0;
  const now = (): number => systemClock.now() + aheadMs;
  return {
    now,
    after: (delayMs, callback) => systemClock.after(delayMs, callback),
    advance(ms) {
      aheadMs += ms;
    },
    advanceTo(timeOfDay) {
      const today = new Date(now()).toISOString().slice(0, 10);
      const waitMs = Date.parse(`${today}T${timeOfDay}Z`) - now();
      aheadMs += waitMs > 0 ? waitMs : waitMs + MS_PER_DAY;
    },
  };
}
