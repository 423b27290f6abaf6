import { describe, expect, it } from 'vitest';
import { standingOf, takeOne, giveBackOne } from '@bourse/core/limiting/rate-limit.ts';
import { ok, refuse } from '@bourse/core/result.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import type { AttemptThrottle } from './attempt-throttle.ts';
import { createAttemptThrottle } from './attempt-throttle.ts';

const MINUTE_MS = 60_000;
const LIMITS = {
  userAtAddress: { max: 3, windowMs: 15 * MINUTE_MS },
  user: { max: 7, windowMs: 15 * MINUTE_MS },
  address: { max: 10, windowMs: 15 * MINUTE_MS },
  registrations: { max: 2, windowMs: 15 * MINUTE_MS },
};

interface World {
  readonly throttle: AttemptThrottle;
  readonly keys: ReadonlyMap<string, number>;
  /** Logs in and answers what came of it. */
  readonly tries: (username: string, address: string, outcome?: 'right' | 'wrong' | 'broken') => Promise<string>;
  readonly advance: (byMs: number) => void;
}

function world(): World {
  let nowMs = 1_775_000_000_000;
  const keys = new Map<string, number>();
  const limiter: RateLimiter = {
    async take(key, limit) {
      const taken = takeOne(limit, keys.get(key) ?? 0, nowMs);
      keys.set(key, taken.freeAtMicros);
      return taken.standing;
    },
    giveBack: async (key, limit) => void keys.set(key, giveBackOne(limit, keys.get(key) ?? 0)),
    look: async (key, limit) => standingOf(limit, keys.get(key) ?? 0, nowMs),
  };
  const throttle = createAttemptThrottle(limiter, LIMITS, { sha256: (text) => `digest of ${text.length.toString()}` });
  return {
    throttle,
    keys,
    async tries(username, address, outcome = 'wrong') {
      const attempted = await throttle.logIn({ username, address }, async () => {
        if (outcome === 'broken') throw new Error('the world broke');
        return outcome === 'right' ? ok('in') : refuse('wrong');
      });
      return attempted.ok ? attempted.value : attempted.refusal;
    },
    advance: (byMs) => {
      nowMs += byMs;
    },
  };
}

describe('attempts to log in', () => {
  it('stop after a few failures with one name from one address, also with the right password', async () => {
    const { tries } = world();
    const answers = [];
    for (let time = 0; time < 4; time += 1) answers.push(await tries('ada', '192.0.2.1'));
    expect(answers).toEqual(['wrong', 'wrong', 'wrong', 'too-many-attempts']);
    expect(await tries('ADA', '192.0.2.1', 'right')).toBe('too-many-attempts');
  });

  it('go on from elsewhere, with another name, and after a while', async () => {
    const { tries, advance } = world();
    for (let time = 0; time < 3; time += 1) await tries('ada', '192.0.2.1');
    expect(await tries('ada', '192.0.2.2', 'right')).toBe('in');
    expect(await tries('grace', '192.0.2.1', 'right')).toBe('in');
    advance(5 * MINUTE_MS);
    expect(await tries('ada', '192.0.2.1', 'right')).toBe('in');
  });

  it('stop with one name from anywhere, and with any name from one address', async () => {
    const one = world();
    const byName = [];
    for (let address = 0; address < 8; address += 1)
      byName.push(await one.tries('ada', `192.0.2.${address.toString()}`));
    expect(byName.indexOf('too-many-attempts')).toBe(7);
    const other = world();
    const byAddress = [];
    for (let name = 1; name <= 11; name += 1) byAddress.push(await other.tries('x'.repeat(name), '192.0.2.1'));
    expect(byAddress.indexOf('too-many-attempts')).toBe(10);
  });

  it('never stop for those that succeed, or that the world breaks', async () => {
    const { tries } = world();
    for (let time = 0; time < 30; time += 1) {
      expect(await tries('ada', '192.0.2.1', 'right')).toBe('in');
      await expect(tries('ada', '192.0.2.1', 'broken')).rejects.toThrow('the world broke');
    }
    expect(await tries('ada', '192.0.2.1')).toBe('wrong');
  });

  it('are not made more often because they come at the same moment', async () => {
    const { tries } = world();
    const answers = await Promise.all(Array.from({ length: 20 }, () => tries('ada', '192.0.2.1')));
    expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(3);
  });

  it('take nothing from other limits when they are not made', async () => {
    const { tries } = world();
    for (let time = 0; time < 50; time += 1) await tries('ada', '192.0.2.1');
    for (let time = 0; time < 4; time += 1)
      expect(await tries('ada', `192.0.2.${(9 + time).toString()}`)).toBe('wrong');
  });

  it('keep no user name', async () => {
    const { tries, keys } = world();
    await tries('ada', '192.0.2.1');
    expect([...keys.keys()].join(' ')).not.toContain('ada');
  });
});

describe('attempts to refresh and to register', () => {
  it('stop after failures, or after any', async () => {
    const { throttle } = world();
    const refreshed = [];
    for (let time = 0; time < 11; time += 1)
      refreshed.push(await throttle.refresh('192.0.2.1', async () => refuse('no')));
    expect(refreshed.findIndex((one) => !one.ok && one.refusal === 'too-many-attempts')).toBe(10);
    expect(await throttle.refresh('192.0.2.2', async () => ok('yes'))).toEqual(ok('yes'));
    const registered = [];
    for (let time = 0; time < 3; time += 1)
      registered.push(await throttle.register('192.0.2.1', async () => ok('yes')));
    expect(registered.map((one) => one.ok)).toEqual([true, true, false]);
  });
});
