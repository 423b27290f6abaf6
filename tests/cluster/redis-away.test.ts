import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { StreamClient } from '@bourse/client/stream.ts';
import { openStream } from '@bourse/client/stream.ts';
import { leftovers } from '../support/leftovers.ts';
import type { ScenarioPlatform } from '../support/scenarios/scenario-platform.ts';
import { openServerPlatform } from '../support/scenarios/scenario-platform.ts';
import { priceIs } from '../support/scenarios/scenarios.ts';
import type { TraderClient } from '../support/trader-client.ts';
import { until } from '../support/until.ts';
import type { RedisServer } from './servers/redis-server.ts';
import { startRedis } from './servers/redis-server.ts';

const later = leftovers();
let redis: RedisServer;
let platform: ScenarioPlatform;
let trader: TraderClient;
let symbol: string;
let reader: StreamClient;
const told: string[] = [];
const expected: string[] = [];
let cents = 10_000;
let trading = true;
let background: Promise<void>;

beforeAll(async () => {
  redis = await startRedis();
  later(() => redis.close());
  platform = await openServerPlatform(['api', 'api', 'worker', 'worker', 'feed'], {
    KAFKA_BROKERS: inject('kafkaBrokers'),
    KAFKA_TOPIC_PREFIX: 'redis-away.',
    REDIS_URL: redis.url,
  });
  later(() => platform.close());
  trader = platform.trader();
  symbol = platform.symbol();
  await trader.moveCash('deposit', '1000000.00', { idempotencyKey: 'first' });
  reader = openStream({ url: platform.urls[0]!, token: () => trader.token() });
  later(() => reader.close());
  reader.events('executions', { onItems: (items) => void told.push(...items.map(({ id }) => id)) });
  await until('the stream', () => reader.sequence('executions') !== null);
  background = (async () => {
    while (trading) await buyOne();
  })();
  later(async () => {
    trading = false;
    await background;
  });
});

/** One after another, each at the API whose turn it is. */
async function buyOne(): Promise<void> {
  const form = { symbol, side: 'buy', type: 'market', quantity: '0.01', time_in_force: 'ioc' } as const;
  const { status, body } = await trader.placeOrder(form, { waitSeconds: 20 });
  if (status !== 201) throw new Error(`an order was answered with ${status}: ${JSON.stringify(body)}`);
  expect(body!.status).toBe('filled');
  expected.push(`${body!.id}-1`);
}

async function redisIs(state: 'ok' | 'down'): Promise<void> {
  for (const url of platform.urls) {
    await until(`Redis to be ${state} at ${url}`, async () => {
      const answer = await fetch(`${url}/api/v1/health/ready`);
      // Work goes on being sent here, whatever becomes of Redis.
      expect(answer.status).toBe(200);
      return ((await answer.json()) as { redis: string }).redis === state;
    });
  }
}

async function goesOn(): Promise<void> {
  const before = expected.length;
  cents += 25;
  await priceIs(platform, trader, symbol, (cents / 100).toFixed(2));
  await until('orders to be filled', () => expected.length >= before + 20);
  await until('them to be told', () => told.length >= before + 20);
}

describe('orders, prices and the stream', () => {
  it('go on while Redis is killed and away, and when it is back', async () => {
    await redisIs('ok');
    await goesOn();
    await redis.stop('SIGKILL');
    await redisIs('down');
    await goesOn();
    await redis.start();
    await redisIs('ok');
    await goesOn();
  });

  it('go on while Redis stands still with its connections open, and when it moves again', async () => {
    redis.pause();
    try {
      await redisIs('down');
      await goesOn();
    } finally {
      redis.resume();
    }
    await redisIs('ok');
    await goesOn();
  });

  it('came to the same end: each execution told once, in order, and the books are right', async () => {
    trading = false;
    await background;
    await until('everything to be told', () => told.length >= expected.length);
    expect(told).toEqual(expected);
    const startedAt = new Date().toISOString();
    await until('an audit of all this', async () => {
      const { body } = await platform.operator.get('/audit');
      if (String(body['last_run_at']) <= startedAt) return false;
      expect(body).toMatchObject({ status: 'in-order', findings: [] });
      return true;
    });
  });
});
