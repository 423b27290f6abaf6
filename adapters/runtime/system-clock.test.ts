import { expect, it } from 'vitest';
import { systemClock } from './system-clock.ts';

it('tells the time and calls back, not before it is due', async () => {
  const startMs = systemClock.now();
  const atMs = await new Promise<number>((resolve) => {
    systemClock.after(20, () => resolve(systemClock.now()));
    // The clock's own timers let the process end.
    setTimeout(() => undefined, 1_000);
  });
  expect(atMs - startMs).toBeGreaterThanOrEqual(19);
});

it('does not call back when it was told not to', async () => {
  let called = false;
  const cancel = systemClock.after(1, () => {
    called = true;
  });
  cancel();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(called).toBe(false);
});

it('refuses a delay that a timer would cut short', () => {
  expect(() => systemClock.after(2 ** 31, () => undefined)).toThrow(RangeError);
});
