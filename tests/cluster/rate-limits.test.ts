import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { isFault } from '@bourse/application/ports/fault.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { RedisRateLimiter } from '@bourse/redis/redis-rate-limiter.ts';
import { createRedisRateLimiter } from '@bourse/redis/redis-rate-limiter.ts';
import type { ManualClock } from '@bourse/memory/manual-clock.ts';
import { rateLimiterContract } from '../contracts/rate-limiter.contract.ts';
import { leftovers } from '../support/leftovers.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';
import { askRedis } from './servers/ask-redis.ts';
import type { RedisServer } from './servers/redis-server.ts';
import { startRedis } from './servers/redis-server.ts';

const MINUTE_MS = 60_000;
const later = leftovers();
const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const isUnavailable = (error: unknown): boolean => isFault(error, 'unavailable');

async function open(url: string, prefix: string, clock?: Pick<ManualClock, 'now'>): Promise<RedisRateLimiter> {
  const limiter = createRedisRateLimiter({ url, prefix }, silent, clock);
  later(() => limiter.close());
  await until('Redis to count', () => counts(limiter));
  return limiter;
}

function counts(limiter: RedisRateLimiter): Promise<boolean> {
  return limiter.look('', { max: 1, windowMs: 1_000 }).then(
    () => true,
    (error: unknown) => {
      if (isUnavailable(error)) return false;
      throw error;
    },
  );
}

rateLimiterContract('redis', (clock) => open(inject('redisUrl'), `${randomUUID()}:`, clock));

describe('limits in Redis', () => {
  let redis: RedisServer;
  let one: RedisRateLimiter;
  let other: RedisRateLimiter;

  beforeAll(async () => {
    redis = await startRedis();
    later(() => redis.close());
    [one, other] = [await open(redis.url, 'these:'), await open(redis.url, 'these:')];
  });

  it('are one for all processes, and another for another platform', async () => {
    const limit = { max: 10, windowMs: 60 * MINUTE_MS };
    const asked = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? one : other).take('many', limit));
    expect((await Promise.all(asked)).filter(({ allowed }) => allowed)).toHaveLength(limit.max);
    const stranger = await open(redis.url, 'those:');
    expect(await stranger.take('many', limit)).toMatchObject({ allowed: true, remaining: 9 });
  });

  it('go by the clock of Redis, and keep a key no longer than something of it is missing', async () => {
    const limit = { max: 2, windowMs: 1_000 };
    for (let taken = 0; taken < limit.max; taken += 1) await one.take('soon free', limit);
    await until('it to be free again', async () => (await one.look('soon free', limit)).remaining === limit.max);
    await until(
      'the key to go',
      async () => !(await askRedis(redis.url, 'KEYS', '*')).includes('these:limits:soon free'),
    );
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'fault soon while Redis is gone by %s, and count when it is back',
    async (signal) => {
      const limit = { max: 2, windowMs: MINUTE_MS };
      await redis.stop(signal);
      await expect(one.take('gone', limit)).rejects.toSatisfy(isUnavailable);
      await expect(one.look('gone', limit)).rejects.toSatisfy(isUnavailable);
      await expect(one.giveBack('gone', limit)).rejects.toSatisfy(isUnavailable);
      await redis.start();
      await until('both to count again', async () => (await counts(one)) && (await counts(other)));
      expect([
        await one.take('gone', limit),
        await other.take('gone', limit),
        await one.take('gone', limit),
      ]).toMatchObject([{ remaining: 1 }, { remaining: 0 }, { allowed: false }]);
    },
  );

  it('fault while Redis stands still: who comes first waits, all others do not', async () => {
    const limit = { max: 2, windowMs: MINUTE_MS };
    redis.pause();
    try {
      await expect(one.take('still', limit)).rejects.toSatisfy(isUnavailable);
      const startedMs = performance.now();
      for (let asked = 0; asked < 1_000; asked += 1)
        await expect(one.take('still', limit)).rejects.toSatisfy(isUnavailable);
      // Half a second each would be eight minutes.
      expect(performance.now() - startedMs).toBeLessThan(20_000);
    } finally {
      redis.resume();
    }
    await until('it to count again', () => counts(one));
  });
});

describe('two APIs with Redis', () => {
  const LIMIT = 40;
  let redis: RedisServer;
  let site: TradingSite;
  let urls: readonly string[];

  beforeAll(async () => {
    redis = await startRedis();
    later(() => redis.close());
    site = await openTradingSite({ REDIS_URL: redis.url, RATE_LIMIT_PER_MINUTE: String(LIMIT) });
    later(() => site.close());
    urls = await Promise.all([site.start('api'), site.start('api')].map((api) => api.up()));
    await areAlone(false);
  });

  /** Asks each API as often, and answers how many of the requests each let pass. All others must have met the limit. */
  async function passedAt(requests: number): Promise<{ readonly passed: readonly number[]; readonly freed: number }> {
    const startedMs = performance.now();
    let turn = urls[0]!;
    const trader = site.trader(() => turn);
    const passed = new Map(urls.map((url) => [url, 0]));
    for (let asked = 0; asked < requests; asked += 1) {
      for (const url of urls) {
        turn = url;
        const { status, problem } = await trader.get('/positions');
        if (status === 200) passed.set(url, passed.get(url)! + 1);
        else expect([status, problem]).toEqual([429, 'rate-limited']);
      }
    }
    const freed = Math.ceil(((performance.now() - startedMs) * LIMIT) / MINUTE_MS);
    return { passed: [...passed.values()], freed };
  }

  async function areAlone(alone: boolean): Promise<void> {
    for (const url of urls) {
      const trader = site.trader(() => url);
      await until(`limits to be counted ${alone ? 'alone' : 'together'} at ${url}`, async () => {
        await trader.get('/positions');
        return (await (await fetch(`${url}/metrics`)).text()).includes(`bourse_rate_limits_alone ${alone ? 1 : 0}\n`);
      });
    }
  }

  async function countTogether(): Promise<void> {
    const { passed, freed } = await passedAt(LIMIT);
    expect(Math.min(...passed)).toBeGreaterThan(0);
    const sum = passed[0]! + passed[1]!;
    expect(sum).toBeGreaterThanOrEqual(LIMIT);
    expect(sum).toBeLessThanOrEqual(LIMIT + freed);
  }

  it('give a caller one limit, whichever he asks', countTogether);

  it('give him the limit of each while Redis is gone, say so, and one again when it is back', async () => {
    await redis.stop('SIGKILL');
    await areAlone(true);
    const { passed, freed } = await passedAt(LIMIT + 10);
    for (const count of passed) {
      expect(count).toBeGreaterThanOrEqual(LIMIT);
      expect(count).toBeLessThanOrEqual(LIMIT + freed);
    }
    await redis.start();
    await areAlone(false);
    await countTogether();
  });
});
