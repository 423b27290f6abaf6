import type { Clock } from '@bourse/application/ports/clock.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

/** A clock that stands still until it is moved; promises settle in between. */
function manualClock(): Clock & { pass(ms: number): Promise<void> } {
  let nowMs = 0;
  let timers: { dueMs: number; callback: () => void }[] = [];
  return {
    now: () => nowMs,
    after: (delayMs, callback) => {
      const timer = { dueMs: nowMs + delayMs, callback };
      timers.push(timer);
      return () => void (timers = timers.filter((other) => other !== timer));
    },
    pass: async (ms) => {
      const untilMs = nowMs + ms;
      await settle();
      for (let next = earliest(); next !== undefined && next.dueMs <= untilMs; next = earliest()) {
        const due = next;
        timers = timers.filter((other) => other !== due);
        nowMs = due.dueMs;
        due.callback();
        await settle();
      }
      nowMs = untilMs;
    },
  };
  function earliest() {
    return timers.toSorted((one, other) => one.dueMs - other.dueMs)[0];
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const never = new AbortController().signal;

describe('the rate limit', () => {
  it('lets the first calls through at once and the next ones when the window is over', async () => {
    const clock = manualClock();
    const limit = createRateLimit(clock, { calls: 3, windowMs: 1_000 });
    const startedAt: number[] = [];
    for (let call = 0; call < 7; call += 1) void limit.run(async () => void startedAt.push(clock.now()), never);
    await clock.pass(5_000);
    expect(startedAt).toEqual([0, 0, 0, 1_000, 1_000, 1_000, 2_000]);
  });

  it('counts a call until the window after its end is over', async () => {
    const clock = manualClock();
    const limit = createRateLimit(clock, { calls: 1, windowMs: 1_000 });
    const startedAt: number[] = [];
    void limit.run(() => new Promise<void>((resolve) => clock.after(700, resolve)), never);
    void limit.run(async () => void startedAt.push(clock.now()), never);
    await clock.pass(5_000);
    expect(startedAt).toEqual([1_700]);
  });

  it('hands back the place of a call that fails', async () => {
    const clock = manualClock();
    const limit = createRateLimit(clock, { calls: 1, windowMs: 1_000 });
    await expect(limit.run(() => Promise.reject(new Error('broken')), never)).rejects.toThrow('broken');
    const next = limit.run(() => Promise.resolve('sent'), never);
    await clock.pass(1_000);
    await expect(next).resolves.toBe('sent');
  });

  it('gives up the turn of a call that is aborted while it waits', async () => {
    const clock = manualClock();
    const limit = createRateLimit(clock, { calls: 1, windowMs: 1_000 });
    const aborting = new AbortController();
    const sent: string[] = [];
    const send = (name: string) => async () => void sent.push(name);
    await limit.run(send('first'), never);
    const aborted = limit.run(send('aborted'), aborting.signal);
    void limit.run(send('third'), never);
    aborting.abort();
    await expect(aborted).rejects.toThrow('aborted');
    await clock.pass(1_000);
    expect(sent).toEqual(['first', 'third']);
    await expect(limit.run(send('late'), aborting.signal)).rejects.toThrow('aborted');
  });

  it('holds in every window, whenever calls come and however long they take', async () => {
    const call = fc.record({ comesAfterMs: fc.nat(400), takesMs: fc.nat(900) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        async (calls, most) => {
          const clock = manualClock();
          const limit = createRateLimit(clock, { calls: most, windowMs: 1_000 });
          const seenAt: number[] = [];
          for (const { comesAfterMs, takesMs } of calls) {
            await clock.pass(comesAfterMs);
            // The other side may see the call at any moment of it; its end is the worst case for the one after it.
            void limit.run(async () => {
              await new Promise<void>((resolve) => clock.after(takesMs, resolve));
              seenAt.push(clock.now());
            }, never);
          }
          await clock.pass(100_000);
          expect(seenAt).toHaveLength(calls.length);
          for (const at of seenAt) {
            expect(seenAt.filter((other) => other >= at && other < at + 1_000).length).toBeLessThanOrEqual(most);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
