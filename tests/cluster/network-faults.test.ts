import { randomInt } from 'node:crypto';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { inParallel } from '../support/crash/in-parallel.ts';
import type { OrderEvidence } from '../support/crash/order-evidence.ts';
import { FIRST_DEPOSIT, ordersHold, readOrderEvidence } from '../support/crash/order-evidence.ts';
import type { OrderLoad } from '../support/crash/order-load.ts';
import { startOrderLoad } from '../support/crash/order-load.ts';
import { persistentCall } from '../support/crash/persistent-call.ts';
import { createRandomOrders } from '../support/crash/random-orders.ts';
import { createRandomTrades } from '../support/crash/random-trades.ts';
import { createTradeCalls } from '../support/crash/trade-calls.ts';
import type { TradeEvidence } from '../support/crash/trade-evidence.ts';
import { readTradeEvidence, tradesHold } from '../support/crash/trade-evidence.ts';
import type { TradeLoad } from '../support/crash/trade-load.ts';
import { startTradeLoad } from '../support/crash/trade-load.ts';
import type { BourseProcess } from '../support/bourse-process.ts';
import type { FaultyProxy, NetworkFault } from '../support/faulty-proxy.ts';
import { startFaultyProxy } from '../support/faulty-proxy.ts';
import { leftovers } from '../support/leftovers.ts';
import { storeQuotes } from '../support/quotes.ts';
import { OPERATOR_KEY } from '../support/test-platform.ts';
import type { TraderClient } from '../support/trader-client.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';
import type { ClusterLog } from './cluster-site.ts';
import { openClusterLog } from './cluster-site.ts';
import { startKafka } from './servers/kafka-server.ts';
import { startRedis } from './servers/redis-server.ts';

const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(1_000_000));
const ACCOUNTS = 40;
const CLIENTS = 12;
/** Answers that must come while a fault only slows things down, and after it has ended. */
const ANSWERS = 60;
const INSTRUMENTS = { ACME: '100', INIT: '20', ZORG: '7.5' };
/** How soon a client is told that something is wrong, and how soon all goes on when it is right again. */
const TOLD_WITHIN_MS = 60_000;
const BACK_WITHIN_MS = 60_000;

const SLOW: readonly NetworkFault[] = [
  { kind: 'latency', delayMs: 40 },
  { kind: 'trickle', bytes: 600, everyMs: 4 },
];
const GONE: readonly NetworkFault[] = [{ kind: 'cut' }, { kind: 'half-open' }];

const later = leftovers();
let proxies: Readonly<Record<'Kafka' | 'PostgreSQL' | 'Redis', FaultyProxy>>;
let api: string;
let site: TradingSite;
let log: ClusterLog;
let processes: readonly BourseProcess[];
let traders: readonly TraderClient[];
let calls: ReturnType<typeof createTradeCalls>;
let loads: { readonly orders: OrderLoad; readonly trades: TradeLoad };
/** How often a client was told to come back later, and nothing else. */
let told = 0;

beforeAll(async () => {
  console.log(`network faults: CRASH_SEED=${SEED}`);
  const random = createSeededRandom(SEED);
  const [kafkaProxy, postgresProxy] = [await startFaultyProxy(), await startFaultyProxy()];
  proxies = { Kafka: kafkaProxy, PostgreSQL: postgresProxy, Redis: await startFaultyProxy() };
  later(() => Promise.all(Object.values(proxies).map((proxy) => proxy.close())));
  const kafka = await startKafka(kafkaProxy.port);
  later(() => kafka.close());
  kafkaProxy.lead({ host: '127.0.0.1', port: kafka.port });
  const redis = await startRedis();
  later(() => redis.close());
  proxies.Redis.lead({ host: '127.0.0.1', port: Number(new URL(redis.url).port) });
  site = await openTradingSite({
    KAFKA_BROKERS: kafka.brokers,
    REDIS_URL: `redis://127.0.0.1:${proxies.Redis.port}`,
    // Never met, and counted with each request.
    RATE_LIMIT_PER_MINUTE: '1000000',
    BOURSE_OPERATOR_KEY: OPERATOR_KEY,
    MAX_FILL_QUANTITY: '2.5',
    LOG_LEVEL: 'warn',
    PRICE_TTL_MS: '86400000',
  });
  later(() => site.close());
  const { host, port, user, database } = site.server.server.connection;
  postgresProxy.lead({ path: path.join(host, `.s.PGSQL.${port}`) });
  const behindProxy = { DATABASE_URL: `postgresql://${user}@127.0.0.1:${postgresProxy.port}/${database}` };
  await storeQuotes(site.server.database, INSTRUMENTS);
  processes = (['api', 'worker', 'worker'] as const).map((role) =>
    site.start(role, { ...behindProxy, LOG_LEVEL: 'info' }),
  );
  const [url = ''] = await Promise.all(processes.map((started) => started.up()));
  api = url;
  traders = Array.from({ length: ACCOUNTS }, () => listening(site.trader(() => url)));
  await inParallel(traders, CLIENTS, (trader) =>
    persistentCall(() => trader.moveCash('deposit', FIRST_DEPOSIT.amount, FIRST_DEPOSIT)),
  );
  calls = createTradeCalls(OPERATOR_KEY, () => Promise.resolve(url));
  const quoted = Object.entries(INSTRUMENTS).map(([symbol, price]) => ({ symbol, price: Number(price) }));
  loads = {
    orders: startOrderLoad({ traders, clients: CLIENTS, newOrder: createRandomOrders(quoted, random), random }),
    trades: startTradeLoad({ calls, clients: 4, draw: createRandomTrades(random), random }),
  };
  later(() => Object.values(proxies).forEach((proxy) => proxy.set({ kind: 'none' })));
});

describe.each(['Kafka', 'PostgreSQL', 'Redis'] as const)('a network between Bourse and %s', (server) => {
  it.each(SLOW)('that is slow ($kind) slows it down, and nothing else', async (fault) => {
    proxies[server].set(fault);
    const slowedMs = await moreAnswers(BACK_WITHIN_MS);
    proxies[server].set({ kind: 'none' });
    const backMs = await moreAnswers(BACK_WITHIN_MS);
    console.log(`${server}, ${fault.kind}: ${ANSWERS} answers took ${slowedMs} ms, and afterwards ${backMs} ms`);
  });
});

describe.each(['Kafka', 'PostgreSQL'] as const)('a network between Bourse and %s', (server) => {
  it.each(GONE)('that is gone ($kind) has clients told to come back, and it goes on by itself', async (fault) => {
    const before = told;
    const startedMs = performance.now();
    proxies[server].set(fault);
    await until('clients to be told', () => told > before + CLIENTS, TOLD_WITHIN_MS);
    const toldMs = Math.round(performance.now() - startedMs);
    proxies[server].set({ kind: 'none' });
    const backMs = await moreAnswers(BACK_WITHIN_MS);
    console.log(
      `${server}, ${fault.kind}: clients were told after ${toldMs} ms, ${ANSWERS} answers came ${backMs} ms after it`,
    );
  });
});

describe('a network between Bourse and Redis', () => {
  it.each(GONE)('that is gone ($kind) is told by health, and no client notices', async (fault) => {
    await redisIs('ok');
    const before = told;
    proxies.Redis.set(fault);
    await redisIs('down');
    const goneMs = await moreAnswers(BACK_WITHIN_MS);
    proxies.Redis.set({ kind: 'none' });
    await redisIs('ok');
    const backMs = await moreAnswers(BACK_WITHIN_MS);
    expect(told).toBe(before);
    console.log(`Redis, ${fault.kind}: ${ANSWERS} answers took ${goneMs} ms, and afterwards ${backMs} ms`);
  });
});

describe('after all faults of the network', () => {
  let orders: OrderEvidence;
  let trades: TradeEvidence;

  beforeAll(async () => {
    await Promise.all([loads.orders.stop(), loads.trades.stop()]);
    log = await openClusterLog(site);
    later(() => log.close());
    await until('everything to be decided and published', async () => (await log.lag()) === 0, 60_000);
    const { database } = site.server;
    orders = await readOrderEvidence(database, log, traders, loads.orders);
    trades = await readTradeEvidence(database, log, calls, loads.trades);
  });

  ordersHold(() => orders);
  tradesHold(() => trades);

  it('nobody has ended, and all end in good order when they are asked to', async () => {
    expect(processes.map((started) => started.ending())).toEqual(processes.map(() => undefined));
    for (const started of processes) started.signal('SIGTERM');
    const ends = (): boolean => processes.every((started) => started.ending() !== undefined);
    await until('all to end', ends, 60_000).catch(() => undefined);
    const stuck = processes.filter((started) => started.ending() === undefined);
    expect(stuck.map((started) => started.output().slice(-3_000))).toEqual([]);
    expect(processes.map((started) => started.ending())).toEqual(processes.map(() => ({ code: 0, signal: null })));
  });
});

async function redisIs(state: 'ok' | 'down'): Promise<void> {
  await until(
    `Redis to be ${state}`,
    async () => {
      const answer = await fetch(`${api}/api/v1/health/ready`);
      return ((await answer.json()) as { redis: string }).redis === state;
    },
    BACK_WITHIN_MS,
  );
}

/** Orders and trades both go on; answers how long so many answers took, milliseconds. */
async function moreAnswers(maxMs: number): Promise<number> {
  const startedMs = performance.now();
  const [orders, trades] = [loads.orders.answered() + ANSWERS, loads.trades.answered() + ANSWERS / 4];
  await until('more answers', () => loads.orders.answered() >= orders && loads.trades.answered() >= trades, maxMs);
  return Math.round(performance.now() - startedMs);
}

/** The same trader, who notes when Bourse says that it cannot do something now. */
function listening(trader: TraderClient): TraderClient {
  return {
    ...trader,
    async placeOrder(form, options) {
      const answer = await trader.placeOrder(form, options);
      if (answer.status === 503) {
        expect(answer.problem).toBe('unavailable');
        told += 1;
      }
      return answer;
    },
  };
}
