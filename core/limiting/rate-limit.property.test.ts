import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { giveBackOne, standingOf, takeOne } from './rate-limit.ts';

const limits = fc.record({
  max: fc.integer({ min: 1, max: 1_000 }),
  windowMs: fc.integer({ min: 1_000, max: 3_600_000 }),
});

/** Large as the time of a real clock is, so that rounding shows. */
const START_MS = 1_775_000_000_000;

describe('a rate limit', () => {
  it('lets pass no more than twice its maximum in any window, and its maximum at once', () => {
    const pauses = fc.array(fc.nat({ max: 60_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(limits, pauses, (limit, pausesMs) => {
        const passed: number[] = [];
        let [nowMs, freeAtMicros] = [START_MS, 0];
        for (const pauseMs of pausesMs) {
          nowMs += pauseMs;
          const taken = takeOne(limit, freeAtMicros, nowMs);
          freeAtMicros = taken.freeAtMicros;
          if (taken.standing.allowed) passed.push(nowMs);
        }
        const within = (fromMs: number, lengthMs: number) =>
          passed.filter((atMs) => atMs >= fromMs && atMs < fromMs + lengthMs).length;
        for (const atMs of passed) {
          expect(within(atMs, limit.windowMs)).toBeLessThanOrEqual(2 * limit.max);
          expect(passed.filter((one) => one === atMs).length).toBeLessThanOrEqual(limit.max);
        }
      }),
    );
  });

  it('lets its whole maximum pass at once, and again after a window', () => {
    fc.assert(
      fc.property(limits, (limit) => {
        let freeAtMicros = 0;
        for (const nowMs of [START_MS, START_MS + limit.windowMs]) {
          for (let count = 1; count <= limit.max; count += 1) {
            const taken = takeOne(limit, freeAtMicros, nowMs);
            expect(taken.standing).toMatchObject({ allowed: true, remaining: limit.max - count });
            freeAtMicros = taken.freeAtMicros;
          }
          expect(takeOne(limit, freeAtMicros, nowMs).standing.allowed).toBe(false);
        }
      }),
    );
  });

  it('has one again after the time that it names, and not long before', () => {
    fc.assert(
      fc.property(limits, (limit) => {
        let freeAtMicros = 0;
        for (let count = 0; count < limit.max; count += 1)
          freeAtMicros = takeOne(limit, freeAtMicros, START_MS).freeAtMicros;
        const { retryAfterMs } = standingOf(limit, freeAtMicros, START_MS);
        expect(standingOf(limit, freeAtMicros, START_MS + retryAfterMs).allowed).toBe(true);
        expect(standingOf(limit, freeAtMicros, START_MS + retryAfterMs - 1).allowed).toBe(false);
      }),
    );
  });

  it('stands as before when what was taken is given back', () => {
    fc.assert(
      fc.property(limits, fc.nat({ max: 100 }), (limit, laterMs) => {
        const nowMs = START_MS + laterMs;
        const first = takeOne(limit, 0, nowMs).freeAtMicros;
        const second = takeOne(limit, first, nowMs);
        const back = second.standing.allowed ? giveBackOne(limit, second.freeAtMicros) : second.freeAtMicros;
        expect(standingOf(limit, back, nowMs).remaining).toBe(standingOf(limit, first, nowMs).remaining);
      }),
    );
  });
});
