import type { Clock } from '@bourse/application/ports/clock.ts';

/** Lets only so many calls through in any window of time; the others wait their turn. */
export interface RateLimit {
  /** Runs the call when it may. Rejects when the signal is aborted before its turn. */
  run<Answer>(call: () => Promise<Answer>, signal: AbortSignal): Promise<Answer>;
}

/**
 * Makes a limit of `calls` in any `windowMs`. A call counts until the window after its end is over, so that the other side, which sees
 * it somewhere between its start and its end, never sees more either. Reads no time, hence a clock that jumps does not matter.
 */
export function createRateLimit(
  clock: Clock,
  limits: { readonly calls: number; readonly windowMs: number },
): RateLimit {
  let free = limits.calls;
  const waiting: (() => void)[] = [];

  function giveBack(): void {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }

  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        waiting.splice(waiting.indexOf(go), 1);
        reject(new Error('aborted while waiting for a turn', { cause: signal.reason }));
      };
      const go = (): void => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      waiting.push(go);
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  return {
    run: async (call, signal) => {
      if (signal.aborted) throw new Error('aborted before its turn', { cause: signal.reason });
      if (free > 0) free -= 1;
      else await turn(signal);
      try {
        return await call();
      } finally {
        clock.after(limits.windowMs, giveBack);
      }
    },
  };
}
