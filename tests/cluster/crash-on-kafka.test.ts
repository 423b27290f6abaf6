import { randomInt } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { EVENT_NUMBER_HEADER } from '@bourse/application/processing/relay.ts';
import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { FoundRecord } from '../contracts/log-reading.ts';
import { inParallel } from '../support/crash/in-parallel.ts';
import type { Victim } from '../support/crash/killing-rounds.ts';
import { killDatabase, killInRounds } from '../support/crash/killing-rounds.ts';
import type { OrderEvidence } from '../support/crash/order-evidence.ts';
import { FIRST_DEPOSIT, ordersHold, readOrderEvidence } from '../support/crash/order-evidence.ts';
import type { OrderLoad } from '../support/crash/order-load.ts';
import { startOrderLoad } from '../support/crash/order-load.ts';
import { persistentCall } from '../support/crash/persistent-call.ts';
import { createRandomOrders } from '../support/crash/random-orders.ts';
import { createRandomTrades } from '../support/crash/random-trades.ts';
import type { Supervised } from '../support/crash/supervised.ts';
import { supervise } from '../support/crash/supervised.ts';
import { createTradeCalls } from '../support/crash/trade-calls.ts';
import type { TradeEvidence } from '../support/crash/trade-evidence.ts';
import { readTradeEvidence, tradesHold } from '../support/crash/trade-evidence.ts';
import type { TradeLoad } from '../support/crash/trade-load.ts';
import { startTradeLoad } from '../support/crash/trade-load.ts';
import { leftovers } from '../support/leftovers.ts';
import { OPERATOR_KEY } from '../support/test-platform.ts';
import type { TraderClient } from '../support/trader-client.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';
import type { ClusterLog } from './cluster-site.ts';
import { openClusterLog } from './cluster-site.ts';
import type { KafkaServer } from './servers/kafka-server.ts';
import { startKafka } from './servers/kafka-server.ts';
import type { RedisServer } from './servers/redis-server.ts';
import { startRedis } from './servers/redis-server.ts';
import { strikeAndTakeOver, TAKEN_OVER_MS } from './take-over.ts';

/** For long runs: CRASH_ROUNDS=200; to repeat what a run has drawn: CRASH_SEED=12345. Ten rounds strike everybody at least once. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 10);
const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(1_000_000));
const MOST_MS = 240_000 + ROUNDS * 30_000;
const ACCOUNTS = 100;
const TRADERS_AT_ONCE = 20;
const OPERATORS_AT_ONCE = 8;
const INSTRUMENTS = demoInstruments.slice(0, 4);
const MARKET = { VENDOR_API_KEY: 'key', MAX_FILL_QUANTITY: '2.5' };
/** Never met, and counted with each request. */
const LIMITS = { RATE_LIMIT_PER_MINUTE: '1000000' };

/** How long it took others to take over from a worker that was killed or stood still. */
interface TakeOver {
  readonly what: string;
  readonly partitions: number;
  readonly tookMs: number;
}

const later = leftovers();
const takeOvers: TakeOver[] = [];
let site: TradingSite;
let log: ClusterLog;
let apis: readonly Supervised[];
let workers: readonly Supervised[];
let feed: Supervised;
let loads: { readonly orders: OrderLoad; readonly trades: TradeLoad };
let kills: Readonly<Record<string, number>>;
let orders: OrderEvidence;
let trades: TradeEvidence;
let published: readonly FoundRecord[];

beforeAll(async () => {
  console.log(`crash test on Kafka: CRASH_SEED=${SEED} CRASH_ROUNDS=${ROUNDS}`);
  const random = createSeededRandom(SEED);
  const kafka = await startKafka();
  later(() => kafka.close());
  const redis = await startRedis();
  later(() => redis.close());
  const simulator = await startVendorSimulator({ apiKey: 'key', seed: SEED, instruments: INSTRUMENTS });
  later(() => simulator.close());
  site = await openTradingSite({
    ...MARKET,
    ...LIMITS,
    KAFKA_BROKERS: kafka.brokers,
    REDIS_URL: redis.url,
    LOG_PARTITIONS: '12',
    VENDOR_URL: simulator.url,
    BOURSE_OPERATOR_KEY: OPERATOR_KEY,
  });
  later(() => site.close());
  apis = ['api 1', 'api 2'].map((name) => supervise(name, () => site.start('api')));
  workers = ['worker 1', 'worker 2', 'worker 3'].map((name) => supervise(name, () => site.start('worker')));
  feed = supervise('feed', () => site.start('feed'));
  later(() => Promise.all([...apis, ...workers, feed].map((role) => role.end())));

  const anyApi = (): Promise<string> => apis[random() < 0.5 ? 0 : 1]!.url();
  const traders = Array.from({ length: ACCOUNTS }, () => site.trader(anyApi));
  await pricesAreThere(traders[0]!);
  await inParallel(traders, TRADERS_AT_ONCE, (trader) =>
    persistentCall(() => trader.moveCash('deposit', FIRST_DEPOSIT.amount, FIRST_DEPOSIT)),
  );
  log = await openClusterLog(site);
  later(() => log.close());
  const calls = createTradeCalls(OPERATOR_KEY, anyApi);
  loads = startLoads(traders, calls, random);
  kills = await killInRounds(victims(kafka, redis), {
    rounds: ROUNDS,
    random,
    answered: () => Math.min(loads.orders.answered(), loads.trades.answered()),
  });
  await Promise.all([loads.orders.stop(), loads.trades.stop()]);

  expect(await feed.stop()).toEqual({ code: 0, signal: null });
  await until('everything to be decided and published', async () => (await log.lag()) === 0, 60_000);
  const { database } = site.server;
  orders = await readOrderEvidence(database, log, traders, loads.orders);
  trades = await readTradeEvidence(database, log, calls, loads.trades);
  published = await log.published();
}, MOST_MS);

describe('two apis and three workers on Kafka and Redis, while each of them and every server under them dies', () => {
  it('everybody was struck, and nobody ended by itself', () => {
    const counts = { orders: loads.orders.orders.length, trades: loads.trades.trades.length };
    console.log('crash test on Kafka:', counts, 'struck', kills);
    expect(Object.values(kills).reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(ROUNDS);
    expect(Math.min(...Object.values(kills))).toBeGreaterThan(0);
    expect([...apis, ...workers, feed].flatMap((role) => role.collapses())).toEqual([]);
  });

  it('other workers took over each time within 15 seconds', () => {
    const table = takeOvers.map(({ what, partitions, tookMs }) => `${what}: ${partitions} in ${Math.round(tookMs)} ms`);
    console.log(`taken over:\n  ${table.join('\n  ')}`);
    for (const how of ['killed', 'standing still']) {
      const told = takeOvers.filter(({ what }) => what.endsWith(how));
      expect(told.length, how).toBeGreaterThan(0);
    }
    expect(takeOvers.filter(({ tookMs }) => tookMs > TAKEN_OVER_MS)).toEqual([]);
  });

  ordersHold(() => orders);
  tradesHold(() => trades);

  it('Kafka has every event with its number, in order, and whoever drops the numbers it has seen has each once', () => {
    const plain = (found: readonly FoundRecord[]) =>
      found.map(({ partition, record }) => [partition, record.key, record.value]);
    const newest = new Map<number, bigint>();
    const fresh = published.filter(({ partition, record }) => {
      const number = BigInt(record.headers[EVENT_NUMBER_HEADER]!);
      if (number <= (newest.get(partition) ?? -1n)) return false;
      newest.set(partition, number);
      return true;
    });
    expect(plain(fresh)).toEqual(plain(orders.events));
  });

  it('all of them still end in good order when they are asked to', async () => {
    const endings = await Promise.all([...apis, ...workers].map((role) => role.stop()));
    expect(endings).toEqual(endings.map(() => ({ code: 0, signal: null })));
  });
});

function startLoads(
  traders: readonly TraderClient[],
  calls: ReturnType<typeof createTradeCalls>,
  random: ReturnType<typeof createSeededRandom>,
): typeof loads {
  const quoted = INSTRUMENTS.map(({ symbol, startCents }) => ({ symbol, price: startCents / 100 }));
  const newOrder = createRandomOrders(quoted, random);
  return {
    orders: startOrderLoad({ traders, clients: TRADERS_AT_ONCE, newOrder, random }),
    trades: startTradeLoad({ calls, clients: OPERATORS_AT_ONCE, draw: createRandomTrades(random), random }),
  };
}

function victims(kafka: KafkaServer, redis: RedisServer): readonly Victim[] {
  const restart = async (server: KafkaServer | RedisServer, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    await server.stop(signal);
    await server.start();
  };
  return [
    ...apis.map((api) => ({ name: api.name, share: 1, kill: () => api.kill() })),
    ...workers.map((worker, index) => ({
      name: worker.name,
      share: 1,
      // So that in each run there is one of which it can be said how soon others took over.
      alone: index === 0,
      kill: (alone: boolean) => killWorker(worker, alone),
    })),
    { name: 'a worker that stands still', share: 1, alone: true, kill: () => freezeWorker(workers[1]!) },
    { name: 'broker, stopped', share: 1, kill: () => restart(kafka, 'SIGTERM') },
    { name: 'broker, killed', share: 1, kill: () => restart(kafka, 'SIGKILL') },
    { name: 'Redis', share: 1, kill: () => restart(redis, 'SIGKILL') },
    { name: 'database', share: 1, kill: () => killDatabase(site.server) },
  ];
}

/** With everything else in order others must take over in time; when a second one is struck, there is no such promise. */
async function killWorker(worker: Supervised, alone: boolean): Promise<void> {
  if (!alone) return worker.kill();
  await worker.url();
  const took = await strikeAndTakeOver({ database: site.server.database, log: log.log }, worker.pid(), () =>
    worker.kill(),
  );
  takeOvers.push({ what: `${worker.name}, killed`, ...took });
}

/** Stands still until others have what it held, which is longer than its lease, and then goes on as if nothing had happened. */
async function freezeWorker(worker: Supervised): Promise<void> {
  await worker.url();
  let thaw = (): void => undefined;
  const strike = (): void => {
    thaw = worker.freeze();
  };
  try {
    const took = await strikeAndTakeOver({ database: site.server.database, log: log.log }, worker.pid(), strike);
    takeOvers.push({ what: `${worker.name}, standing still`, ...took });
  } finally {
    thaw();
  }
}

async function pricesAreThere(trader: TraderClient): Promise<void> {
  await until(
    'prices of all instruments',
    async () => {
      const { body } = await persistentCall(() => trader.get<{ items: { price: unknown }[] }>('/assets'));
      return body!.items.filter(({ price }) => price !== null).length === INSTRUMENTS.length;
    },
    60_000,
  );
}
