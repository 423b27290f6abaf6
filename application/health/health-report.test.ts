import { describe, expect, it } from 'vitest';
import type { Clock } from '../ports/clock.ts';
import { createHealthReporter, isReady } from './health-report.ts';

const working = { check: async () => undefined };
const broken = { check: () => Promise.reject(new Error('broken')) };
const hanging = { check: () => new Promise<never>(() => undefined) };

function manualClock(): Clock & { advance(byMs: number): void } {
  let nowMs = 0;
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
      for (const { callback } of timers.filter(({ dueMs }) => dueMs <= nowMs)) callback();
    },
  };
}

describe('the health report', () => {
  it('is ok when all parts work', async () => {
    const report = createHealthReporter({ db: working, kafka: working }, manualClock());
    expect(await report()).toEqual({ status: 'ok', db: 'ok', kafka: 'ok' });
  });

  it('is degraded when one part fails, and says which', async () => {
    const report = createHealthReporter({ db: broken, kafka: working }, manualClock());
    expect(await report()).toEqual({ status: 'degraded', db: 'down', kafka: 'ok' });
  });

  it('says at once that the process is stopping, and that it is not ready then', async () => {
    let stopping = false;
    const report = createHealthReporter({ db: working, kafka: working, isStopping: () => stopping }, manualClock());
    expect(isReady(await report())).toBe(true);
    stopping = true;
    expect(await report()).toEqual({ status: 'stopping', db: 'ok', kafka: 'ok' });
    expect(isReady(await report())).toBe(false);
  });

  it('is ready without Redis, and not without the database or the log', async () => {
    const readyWith = async (broke: 'db' | 'kafka' | 'redis'): Promise<boolean> => {
      const probes = { db: working, kafka: working, redis: working, [broke]: broken };
      return isReady(await createHealthReporter(probes, manualClock())());
    };
    expect(await Promise.all([readyWith('db'), readyWith('kafka'), readyWith('redis')])).toEqual([false, false, true]);
  });

  it('does not wait longer than two seconds for a part', async () => {
    const clock = manualClock();
    const report = createHealthReporter({ db: working, kafka: hanging }, clock)();
    // The part that works answers first.
    await new Promise(setImmediate);
    clock.advance(2_000);
    expect(await report).toEqual({ status: 'degraded', db: 'ok', kafka: 'down' });
  });

  it('asks the parts once a second at most, whoever asks and however the clock jumps', async () => {
    const clock = manualClock();
    let asked = 0;
    const counting = {
      check: async () => {
        asked += 1;
      },
    };
    const report = createHealthReporter({ db: counting, kafka: working }, clock);
    await Promise.all([report(), report(), report()]);
    clock.advance(999);
    await report();
    expect(asked).toBe(1);
    clock.advance(1);
    await report();
    expect(asked).toBe(2);
    clock.advance(-10_000);
    await report();
    expect(asked).toBe(3);
  });
});
