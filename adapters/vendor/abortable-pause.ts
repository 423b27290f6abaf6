import type { Clock } from '@bourse/application/ports/clock.ts';

/** Longest single wait, milliseconds: timers take no more than 24 days. */
const MAX_WAIT_MS = 86_400_000;

/** Resolves after `delayMs`, or as soon as the signal is aborted. */
export async function abortablePause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  for (let leftMs = delayMs; leftMs > 0 && !signal.aborted; leftMs -= MAX_WAIT_MS) {
    await wait(clock, Math.min(leftMs, MAX_WAIT_MS), signal);
  }
}

function wait(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.after(delayMs, finish);
    signal.addEventListener('abort', finish, { once: true });
  });
}
