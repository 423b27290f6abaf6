import type { Clock } from '../ports/clock.ts';

/** How many messages a client may still send: so many at once, and so many more with each second. */
export interface MessageRate {
  /** Takes one; false when there is none left. */
  take(): boolean;
}

/** Makes a full allowance. */
export function createMessageRate(
  clock: Pick<Clock, 'now'>,
  { messagesPerSecond, messageBurst }: { readonly messagesPerSecond: number; readonly messageBurst: number },
): MessageRate {
  let left = messageBurst;
  let countedMs = clock.now();
  return {
    take() {
      const nowMs = clock.now();
      left = Math.min(messageBurst, left + (Math.max(0, nowMs - countedMs) / 1_000) * messagesPerSecond);
      countedMs = nowMs;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
