import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { RateLimiter } from '@bourse/application/ports/rate-limiter.ts';
import type { ManualClock } from '@bourse/memory/manual-clock.ts';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import type { RateLimit } from '@bourse/core/limiting/rate-limit.ts';
import { giveBackOne, standingOf, takeOne } from '@bourse/core/limiting/rate-limit.ts';
import { contractSuite } from '../support/contract-suite.ts';

type OpenLimiter = (clock: Pick<Clock, 'now'>) => RateLimiter | Promise<RateLimiter>;

/** What every adapter of RateLimiter must do. `open` answers a limiter on a clock of the suite; keys made here are used once. */
export function rateLimiterContract(adapter: string, open: OpenLimiter): void {
  contractSuite('RateLimiter', adapter, () => {
    const LIMIT = { max: 4, windowMs: 60_000 };
    let clock: ManualClock;
    let limiter: RateLimiter;
    let key: string;
    beforeEach(async () => {
      clock = createManualClock(Date.now());
      limiter = await open(clock);
      key = `key ${crypto.randomUUID()}`;
    });

    const takeAll = async (): Promise<void> => {
      for (let taken = 0; taken < LIMIT.max; taken += 1) await limiter.take(key, LIMIT);
    };

    it('counts down to nothing, and takes nothing more', async () => {
      const standings = [];
      for (let asked = 0; asked < 6; asked += 1) standings.push(await limiter.take(key, LIMIT));
      expect(standings).toEqual([
        { allowed: true, remaining: 3, resetMs: 15_000, retryAfterMs: 0 },
        { allowed: true, remaining: 2, resetMs: 30_000, retryAfterMs: 0 },
        { allowed: true, remaining: 1, resetMs: 45_000, retryAfterMs: 0 },
        // The last one was taken: another has to wait.
        { allowed: true, remaining: 0, resetMs: 60_000, retryAfterMs: 15_000 },
        { allowed: false, remaining: 0, resetMs: 60_000, retryAfterMs: 15_000 },
        { allowed: false, remaining: 0, resetMs: 60_000, retryAfterMs: 15_000 },
      ]);
    });

    it('frees one after another, evenly', async () => {
      await takeAll();
      clock.advance(14_999);
      expect(await limiter.take(key, LIMIT)).toMatchObject({ allowed: false, retryAfterMs: 1 });
      clock.advance(1);
      expect(await limiter.take(key, LIMIT)).toMatchObject({ allowed: true, remaining: 0 });
      expect(await limiter.take(key, LIMIT)).toMatchObject({ allowed: false });
      clock.advance(60_000);
      expect(await limiter.look(key, LIMIT)).toEqual({ allowed: true, remaining: 4, resetMs: 0, retryAfterMs: 0 });
    });

    it('looks without taking', async () => {
      for (let looked = 0; looked < 10; looked += 1) {
        expect(await limiter.look(key, LIMIT)).toEqual({ allowed: true, remaining: 4, resetMs: 0, retryAfterMs: 0 });
      }
    });

    it('keeps keys apart', async () => {
      await takeAll();
      expect(await limiter.take(`${key}, other`, LIMIT)).toMatchObject({ allowed: true, remaining: 3 });
    });

    it('gives back what was taken, and never more than the maximum', async () => {
      await takeAll();
      await limiter.giveBack(key, LIMIT);
      expect(await limiter.look(key, LIMIT)).toMatchObject({ allowed: true, remaining: 1 });
      for (let given = 0; given < 10; given += 1) await limiter.giveBack(key, LIMIT);
      expect(await limiter.look(key, LIMIT)).toEqual({ allowed: true, remaining: 4, resetMs: 0, retryAfterMs: 0 });
      await takeAll();
      expect(await limiter.take(key, LIMIT)).toMatchObject({ allowed: false });
    });

    it('lets exactly the maximum pass when many come at the same moment', async () => {
      const standings = await Promise.all(Array.from({ length: 50 }, () => limiter.take(key, LIMIT)));
      expect(standings.filter(({ allowed }) => allowed)).toHaveLength(LIMIT.max);
    });

    it('takes whatever a caller can call itself as a key', async () => {
      for (const odd of ['', ' ', '{}', 'a:b', '💥'.repeat(300)]) {
        expect(await limiter.take(`${key} ${odd}`, LIMIT)).toMatchObject({ allowed: true, remaining: 3 });
      }
    });

    it('has limits that do not divide evenly', async () => {
      const limit = { max: 7, windowMs: 1_000 };
      const standings = await Promise.all(Array.from({ length: 8 }, () => limiter.take(key, limit)));
      expect(standings.map(({ allowed }) => allowed)).toEqual([...Array.from({ length: 7 }, () => true), false]);
      clock.advance(143);
      expect(await limiter.take(key, limit)).toMatchObject({ allowed: true });
    });

    it('counts as core does, whatever is asked in whatever order', async () => {
      const limits = fc.record({
        max: fc.integer({ min: 1, max: 20 }),
        windowMs: fc.integer({ min: 1_000, max: 3_600_000 }),
      });
      const steps = fc.array(
        fc.record({
          what: fc.constantFrom('take', 'take', 'take', 'look', 'giveBack'),
          pauseShare: fc.integer({ min: 0, max: 30 }),
        }),
        { minLength: 1, maxLength: 40 },
      );
      await fc.assert(
        fc.asyncProperty(limits, steps, async (limit, asked) => {
          const own = `key ${crypto.randomUUID()}`;
          const expected = createModel(limit);
          for (const { what, pauseShare } of asked) {
            clock.advance(Math.floor((limit.windowMs * pauseShare) / 100));
            expect(await limiter[what](own, limit)).toEqual(expected[what](clock.now()));
          }
        }),
        { numRuns: 50 },
      );
    });
  });
}

/** One key, by the rule of core alone. */
function createModel(limit: RateLimit) {
  let freeAt: number | undefined;
  return {
    take(nowMs: number) {
      const taken = takeOne(limit, freeAt ?? 0, nowMs);
      freeAt = taken.freeAtMicros;
      return taken.standing;
    },
    look: (nowMs: number) => standingOf(limit, freeAt ?? 0, nowMs),
    giveBack(_nowMs: number): undefined {
      if (freeAt !== undefined) freeAt = giveBackOne(limit, freeAt);
    },
  };
}
