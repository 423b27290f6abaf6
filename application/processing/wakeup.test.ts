import { describe, expect, it } from 'vitest';
import type { Clock } from '../ports/clock.ts';
import { createWakeup } from './wakeup.ts';

/** A clock with one timer at a time, which the test lets go off. */
function clockByHand() {
  let timer: { readonly delayMs: number; readonly callback: () => void } | undefined;
  const clock: Clock = {
    now: () => 0,
    after(delayMs, callback) {
      timer = { delayMs, callback };
      return () => {
        timer = undefined;
      };
    },
  };
  return { clock, delayMs: () => timer?.delayMs, ring: () => timer?.callback() };
}

describe('a wake-up', () => {
  it('ends a sleep when time has passed', async () => {
    const { clock, delayMs, ring } = clockByHand();
    const sleeping = createWakeup(clock).sleep(250);
    expect(delayMs()).toBe(250);
    ring();
    expect(await sleeping).toBe('elapsed');
  });

  it('ends a sleep early, and takes its timer away', async () => {
    const { clock, delayMs } = clockByHand();
    const wakeup = createWakeup(clock);
    const sleeping = wakeup.sleep(250);
    wakeup.wake();
    expect(await sleeping).toBe('woken');
    expect(delayMs()).toBeUndefined();
  });

  it('is kept for the next sleep when nobody sleeps, once however often it came', async () => {
    const { clock, ring } = clockByHand();
    const wakeup = createWakeup(clock);
    wakeup.wake();
    wakeup.wake();
    expect(await wakeup.sleep(250)).toBe('woken');
    const next = wakeup.sleep(250);
    ring();
    expect(await next).toBe('elapsed');
  });

  it('is kept when it comes just after time has passed', async () => {
    const { clock, ring } = clockByHand();
    const wakeup = createWakeup(clock);
    const sleeping = wakeup.sleep(250);
    ring();
    wakeup.wake();
    expect(await sleeping).toBe('elapsed');
    expect(await wakeup.sleep(250)).toBe('woken');
  });
});
