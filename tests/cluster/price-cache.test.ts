import { randomUUID } from 'node:crypto';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { parseMicros } from '@bourse/core/money/decimal.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { identityOf } from '@bourse/postgres/database-identity.ts';
import { createPostgresMarketStore } from '@bourse/postgres/market/postgres-market-store.ts';
import type { RedisPriceCache } from '@bourse/redis/redis-price-cache.ts';
import { createRedisPriceCache } from '@bourse/redis/redis-price-cache.ts';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { priceCacheContract } from '../contracts/price-cache.contract.ts';
import { leftovers } from '../support/leftovers.ts';
import { storeQuotes } from '../support/quotes.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';
import { askRedis } from './servers/ask-redis.ts';
import type { RedisServer } from './servers/redis-server.ts';
import { startRedis } from './servers/redis-server.ts';

const WHOLE_MS = 3_600_000;
const later = leftovers();
const warnings: string[] = [];
const logger: Logger = {
  info: () => undefined,
  warn: (_fields, message) => void warnings.push(message),
  error: () => undefined,
};

/** With an answer that may take long, so that a busy machine is not taken for a loss of Redis. */
async function open(url: string, prefix: string, wholeMs = WHOLE_MS, answerMs = 10_000): Promise<RedisPriceCache> {
  const cache = createRedisPriceCache({ url, prefix }, logger, { wholeMs, answerMs });
  later(() => cache.close());
  await until('Redis to take prices', () => cache.put([]));
  return cache;
}

priceCacheContract('redis', (processes, wholeMs) => {
  const prefix = `${randomUUID()}:`;
  return Promise.all(Array.from({ length: processes }, () => open(inject('redisUrl'), prefix, wholeMs)));
});

describe('prices in Redis', () => {
  const PRICE: Price = { symbol: 'ACME', priceMicros: 100_000_000n, source: 'feed', asOfMs: 1_790_000_000_000 };
  let redis: RedisServer;
  let cache: RedisPriceCache;

  beforeAll(async () => {
    redis = await startRedis();
    later(() => redis.close());
    cache = await open(redis.url, 'these:');
  });

  it('are those of one platform, and go when nobody has put any in for a minute', async () => {
    await cache.fill([PRICE]);
    const stranger = await open(redis.url, 'those:');
    expect(await stranger.prices()).toBeNull();
    const left = Number(/^:(\d+)/.exec(await askRedis(redis.url, 'PTTL', 'these:prices'))?.[1]);
    expect(left).toBeGreaterThan(50_000);
    expect(left).toBeLessThanOrEqual(WHOLE_MS);
  });

  it.each(['what is this', '5', '[5]', '[1,"2"]', '[1.5,"1","feed","ACME"]', '[1,"-1","feed","ACME"]'])(
    'that somebody else wrote as %j are not taken for prices, and the next filling replaces them',
    async (text) => {
      await cache.fill([PRICE]);
      expect(await askRedis(redis.url, 'HSET', 'these:prices', 'ACME', text)).toContain(':0');
      expect(await cache.prices()).toBeNull();
      expect(warnings).toContain('the prices in Redis could not be used');
      await cache.fill([PRICE]);
      expect(await cache.prices()).toEqual([PRICE]);
    },
  );

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'are nowhere while Redis is gone by %s, and are filled again when it is back, empty',
    async (signal) => {
      await cache.fill([PRICE]);
      await redis.stop(signal);
      expect(await cache.prices()).toBeNull();
      expect(await cache.put([PRICE])).toBe(false);
      expect(await cache.fill([PRICE])).toBe(false);
      await redis.start();
      await until('Redis to take prices again', () => cache.put([]));
      expect(await cache.prices()).toBeNull();
      expect(await cache.fill([PRICE])).toBe(true);
      expect(await cache.prices()).toEqual([PRICE]);
    },
  );

  it('are nowhere while Redis stands still: who asks first waits, all others do not', async () => {
    const hasty = await open(redis.url, 'these:', WHOLE_MS, 500);
    await cache.fill([PRICE]);
    redis.pause();
    try {
      await until('the silence to be noticed', async () => (await hasty.prices()) === null);
      const startedMs = performance.now();
      for (let asked = 0; asked < 1_000; asked += 1) expect(await hasty.prices()).toBeNull();
      // Half a second each would be eight minutes.
      expect(performance.now() - startedMs).toBeLessThan(20_000);
    } finally {
      redis.resume();
    }
    await until('the prices again', async () => (await hasty.prices())?.length === 1);
  });
});

describe('a platform with Redis', () => {
  let redis: RedisServer;
  let site: TradingSite;
  let cache: RedisPriceCache;

  beforeAll(async () => {
    redis = await startRedis();
    later(() => redis.close());
    site = await openTradingSite({ REDIS_URL: redis.url });
    later(() => site.close());
    await storeQuotes(site.server.database, { ACME: '100.00', BOLT: '7.00' });
    cache = await open(redis.url, `bourse:${await identityOf(site.server.database)}:`);
  });

  const stored = (): Promise<readonly Price[]> => createPostgresMarketStore(site.server.database).prices();

  async function priceAt(url: string): Promise<{ readonly value: string; readonly source: string } | null> {
    const trader = site.trader(() => url);
    const { body } = await trader.get<{ price: { value: string; source: string } | null }>('/assets/ACME');
    return body!.price;
  }

  async function readFrom(url: string, from: 'cache' | 'database'): Promise<number> {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return Number(new RegExp(`^bourse_prices_read_total\\{from="${from}"\\} (\\d+)$`, 'm').exec(metrics)?.[1] ?? 0);
  }

  it('fills it from the database, and a further process reads it there, with source and time', async () => {
    const one = await site.start('api').up();
    expect(await priceAt(one)).toMatchObject({ value: '100.00', source: 'test' });
    await until('the prices in Redis', async () => (await cache.prices())?.length === 2);
    // What only Redis has shows where a process reads.
    const asOfMs = Date.now();
    const price: Price = { symbol: 'ACME', priceMicros: parseMicros('101.00')!, source: 'only here', asOfMs };
    await until('the price to be taken', () => cache.put([price]));
    const other = await site.start('api').up();
    for (const url of [one, other]) {
      await until('the price', async () => (await priceAt(url))?.value === '101.00');
      expect(await priceAt(url)).toMatchObject({ source: 'only here', as_of: new Date(asOfMs).toISOString() });
      expect(await readFrom(url, 'cache')).toBeGreaterThan(0);
    }
  });

  it('starts and goes on from the database while Redis is gone, and from Redis again when it is back', async () => {
    await redis.stop('SIGKILL');
    const url = await site.start('api').up();
    expect(await priceAt(url)).toMatchObject({ value: '100.00', source: 'test' });
    await storeQuotes(site.server.database, { ACME: '102.00' });
    await until('what is stored meanwhile', async () => (await priceAt(url))?.value === '102.00');
    const before = await readFrom(url, 'cache');
    await redis.start();
    await until('Redis to be read again', async () => (await readFrom(url, 'cache')) > before);
    expect(await priceAt(url)).toMatchObject({ value: '102.00', source: 'test' });
    const kept = await until('Redis to be read here', () => cache.prices());
    expect(kept.find(({ symbol }) => symbol === 'ACME')?.priceMicros).toBe(102_000_000n);
  });

  it('puts in what its workers store, and in the end has there what the database has', async () => {
    const vendor = await startVendorSimulator({ apiKey: 'key', instruments: demoInstruments.slice(0, 5) });
    let closing: Promise<void> | undefined;
    const closeVendor = (): Promise<void> => (closing ??= vendor.close());
    later(closeVendor);
    site.start('feed', { VENDOR_URL: vendor.url, VENDOR_API_KEY: 'key' });
    const worker = await site.start('worker', { BOURSE_HEALTH_PORT: '0' }).healthUrl();
    await until('prices to be put in', async () => {
      const metrics = await (await fetch(`${worker}/metrics`)).text();
      const kept = /^bourse_prices_cached_total\{outcome="kept"\} (\d+)$/m.exec(metrics);
      return Number(kept?.[1] ?? 0) > 20;
    });
    await closeVendor();
    const names = (prices: readonly Price[] | null) =>
      new Set(prices?.map(({ symbol, priceMicros, source, asOfMs }) => `${symbol} ${priceMicros} ${source} ${asOfMs}`));
    await until('Redis to have what is stored', async () => {
      const [kept, inDatabase] = [names(await cache.prices()), names(await stored())];
      return inDatabase.size === 7 && kept.size === 7 && [...kept].every((name) => inDatabase.has(name));
    });
  });
});
