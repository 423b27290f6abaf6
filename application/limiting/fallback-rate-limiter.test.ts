import { describe, expect, it } from 'vitest';
import { giveBackOne, standingOf, takeOne } from '@bourse/core/limiting/rate-limit.ts';
import { Fault } from '../ports/fault.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import { createFallbackRateLimiter } from './fallback-rate-limiter.ts';

const LIMIT = { max: 3, windowMs: 60_000 };
const NOW_MS = 1_775_000_000_000;

/** A counter that stands still in time, and may be broken. */
function counter(): RateLimiter & { broken: Error | null } {
  const keys = new Map<string, number>();
  const self: RateLimiter & { broken: Error | null } = {
    broken: null,
    async take(key, limit) {
      if (self.broken !== null) throw self.broken;
      const taken = takeOne(limit, keys.get(key) ?? 0, NOW_MS);
      keys.set(key, taken.freeAtMicros);
      return taken.standing;
    },
    async giveBack(key, limit) {
      if (self.broken !== null) throw self.broken;
      const known = keys.get(key);
      if (known !== undefined) keys.set(key, giveBackOne(limit, known));
    },
    async look(key, limit) {
      if (self.broken !== null) throw self.broken;
      return standingOf(limit, keys.get(key) ?? 0, NOW_MS);
    },
  };
  return self;
}

function world(shared = counter()) {
  const marks = { alone: -1, counted: { all: 0, process: 0 } as Record<string, number>, logged: [] as string[] };
  const limiter = createFallbackRateLimiter({
    shared,
    local: counter(),
    meter: {
      count: (_name, { by = '' }, count) => void (marks.counted[by] = (marks.counted[by] ?? 0) + count),
      gauge: (_name, _labels, value) => void (marks.alone = value),
      duration: () => undefined,
    },
    logger: {
      info: (_fields, message) => void marks.logged.push(message),
      warn: (_fields, message) => void marks.logged.push(message),
      error: (_fields, message) => void marks.logged.push(message),
    },
  });
  const passes = async (key = 'ada'): Promise<boolean> => (await limiter.take(key, LIMIT)).allowed;
  return { limiter, shared, marks, passes };
}

const GONE = new Fault('unavailable', 'gone');

describe('limits that are shared', () => {
  it('are those of all processes together while they can be counted', async () => {
    const shared = counter();
    const [one, other] = [world(shared), world(shared)];
    const passed = [await one.passes(), await other.passes(), await one.passes(), await other.passes()];
    expect(passed).toEqual([true, true, true, false]);
    expect(one.marks).toEqual({ alone: 0, counted: { all: 2, process: 0 }, logged: [] });
  });

  it('are those of this process, and marked so, while they cannot, and shared again by themselves', async () => {
    const { shared, marks, passes } = world();
    shared.broken = GONE;
    expect([await passes('eve'), await passes('eve'), await passes('eve'), await passes('eve')]).toEqual([
      ...[true, true, true],
      false,
    ]);
    expect(marks).toMatchObject({ alone: 1, counted: { all: 0, process: 4 } });
    shared.broken = null;
    expect(await passes('eve')).toBe(true);
    expect(marks).toMatchObject({ alone: 0, counted: { all: 1, process: 4 } });
    expect(marks.logged).toEqual([
      'limits cannot be counted together; this process counts for itself',
      'limits are counted together again',
    ]);
  });

  it('do not begin anew at this process when the shared counter is lost', async () => {
    const { shared, limiter, passes } = world();
    for (let taken = 0; taken < LIMIT.max; taken += 1) await passes();
    shared.broken = GONE;
    expect(await passes()).toBe(false);
    expect(await limiter.look('ada', LIMIT)).toMatchObject({ allowed: false });
  });

  it('take back what is given back in both ways of counting, whichever there is', async () => {
    const { shared, limiter, passes } = world();
    for (let taken = 0; taken < LIMIT.max; taken += 1) await passes();
    await limiter.giveBack('ada', LIMIT);
    shared.broken = GONE;
    expect(await limiter.look('ada', LIMIT)).toMatchObject({ remaining: 1 });
    await limiter.giveBack('ada', LIMIT);
    expect(await limiter.look('ada', LIMIT)).toMatchObject({ remaining: 2 });
    shared.broken = null;
    expect(await limiter.look('ada', LIMIT)).toMatchObject({ remaining: 1 });
  });

  it('hide no bug', async () => {
    const { shared, limiter } = world();
    shared.broken = new TypeError('a bug');
    await expect(limiter.take('ada', LIMIT)).rejects.toThrow('a bug');
    await expect(limiter.look('ada', LIMIT)).rejects.toThrow('a bug');
    await expect(limiter.giveBack('ada', LIMIT)).rejects.toThrow('a bug');
  });
});
