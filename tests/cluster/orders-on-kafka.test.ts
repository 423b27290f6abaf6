import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeEvent } from '@bourse/application/orders/account-event-codec.ts';
import { EVENT_NUMBER_HEADER } from '@bourse/application/processing/relay.ts';
import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { FoundRecord } from '../contracts/log-reading.ts';
import { auditOf } from '../support/audit-of.ts';
import { inParallel } from '../support/crash/in-parallel.ts';
import { killInRounds } from '../support/crash/killing-rounds.ts';
import type { OrderLoad } from '../support/crash/order-load.ts';
import { startOrderLoad } from '../support/crash/order-load.ts';
import { persistentCall } from '../support/crash/persistent-call.ts';
import { createRandomOrders } from '../support/crash/random-orders.ts';
import type { Supervised } from '../support/crash/supervised.ts';
import { supervise } from '../support/crash/supervised.ts';
import { leftovers } from '../support/leftovers.ts';
import type { OrderJson, TraderClient } from '../support/trader-client.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';
import { openClusterLog } from './cluster-site.ts';
import { startKafka } from './servers/kafka-server.ts';

/** For long runs: CRASH_ROUNDS=100; to repeat what a run has drawn: CRASH_SEED=12345. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 4);
const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(1_000_000));
const ACCOUNTS = 60;
const CLIENTS = 20;
const INSTRUMENTS = demoInstruments.slice(0, 4);

const later = leftovers();
let site: TradingSite;
let roles: readonly Supervised[];
let traders: readonly TraderClient[];
let load: OrderLoad;
let kills: Readonly<Record<string, number>>;
let read: ReadonlyMap<string, readonly OrderJson[]>;
let written: readonly FoundRecord[];
let published: readonly FoundRecord[];

beforeAll(async () => {
  console.log(`orders on Kafka: CRASH_SEED=${SEED} CRASH_ROUNDS=${ROUNDS}`);
  const random = createSeededRandom(SEED);
  const kafka = await startKafka();
  later(() => kafka.close());
  const simulator = await startVendorSimulator({ apiKey: 'key', seed: SEED, instruments: INSTRUMENTS });
  later(() => simulator.close());
  site = await openTradingSite({
    KAFKA_BROKERS: kafka.brokers,
    VENDOR_URL: simulator.url,
    VENDOR_API_KEY: 'key',
    WORKER_LEASE_MS: '1500',
    MAX_FILL_QUANTITY: '2.5',
  });
  later(() => site.close());
  const [api, otherApi, worker, otherWorker, feed] = (['api', 'api', 'worker', 'worker', 'feed'] as const).map(
    (role, index) => supervise(`${role} ${index}`, () => site.start(role)),
  ) as [Supervised, Supervised, Supervised, Supervised, Supervised];
  roles = [api, otherApi, worker, otherWorker, feed];
  later(() => Promise.all(roles.map((role) => role.end())));
  traders = Array.from({ length: ACCOUNTS }, (_, index) => site.trader(() => (index % 2 ? api : otherApi).url()));
  await until('prices of all instruments', async () => {
    const { body } = await persistentCall(() => traders[0]!.get<{ items: { price: unknown }[] }>('/assets'));
    return body!.items.filter(({ price }) => price !== null).length === INSTRUMENTS.length;
  });
  await inParallel(traders, CLIENTS, (trader) =>
    persistentCall(() => trader.moveCash('deposit', '10000.00', { idempotencyKey: 'first' })),
  );

  const quoted = INSTRUMENTS.map(({ symbol, startCents }) => ({ symbol, price: startCents / 100 }));
  load = startOrderLoad({ traders, clients: CLIENTS, newOrder: createRandomOrders(quoted, random), random });
  const victims = [worker, otherWorker].map((role) => ({ name: role.name, share: 1, kill: () => role.kill() }));
  const rounds = { random, answered: () => load.answered() };
  const before = await killInRounds(victims, { rounds: ROUNDS / 2, ...rounds });
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    await kafka.stop(signal);
    await kafka.start();
    const answered = load.answered();
    await until(`answers after the ${signal} of the broker`, () => load.answered() >= answered + CLIENTS * 2, 60_000);
  }
  const after = await killInRounds(victims, { rounds: ROUNDS / 2, ...rounds });
  kills = Object.fromEntries(victims.map(({ name }) => [name, before[name]! + after[name]!]));
  await load.stop();

  expect(await feed.stop()).toEqual({ code: 0, signal: null });
  const log = await openClusterLog(site);
  later(() => log.close());
  await until('everything to be decided and published', async () => (await log.lag()) === 0, 60_000);
  const pages = await inParallel(traders, CLIENTS, (trader) => trader.allOrders());
  read = new Map(pages.map((orders, index) => [traders[index]!.accountId, orders]));
  [written, published] = await Promise.all([log.written(), log.published()]);
});

describe('on Kafka, after kill -9 of workers and two restarts of the broker', () => {
  it('the workers were killed, and nobody ended by itself', () => {
    console.log(`orders on Kafka: ${load.orders.length} orders, ${load.cash.length} cash movements, kills`, kills);
    expect(Math.min(...Object.values(kills))).toBeGreaterThan(0);
    expect(roles.flatMap((role) => role.collapses())).toEqual([]);
  });

  it('every acknowledged order can be read, once, under the id it was acknowledged with, and is decided', () => {
    const sent = Map.groupBy(load.orders, ({ trader }) => trader.accountId);
    for (const trader of traders) {
      const expected = (sent.get(trader.accountId) ?? []).map(({ form, ids }) => [form.client_order_id, [...ids]]);
      const found = read.get(trader.accountId)!;
      expect(found.map(({ client_order_id, id }) => [client_order_id, [id]]).sort()).toEqual(expected.sort());
      expect(found.filter(({ status }) => status === 'accepted')).toEqual([]);
    }
  });

  it('every final state that an owner was told of is still the state', () => {
    const orders = new Map([...read.values()].flat().map((order) => [order.id, order]));
    for (const { ids, final } of load.orders)
      for (const state of final) expect(orders.get([...ids][0]!)).toEqual(state);
  });

  it('every fill was told exactly once', () => {
    const updates = written.map(({ record }) => decodeEvent(record)).filter((event) => event.type === 'order-updated');
    const executions = updates.flatMap((event) => event.executions.map(({ id }) => id));
    expect(executions.length).toBeGreaterThan(0);
    expect(new Set(executions).size).toBe(executions.length);
  });

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
    expect(plain(fresh)).toEqual(plain(written));
  });

  it('the books are in order and nothing went to the dead letters', async () => {
    const report = await auditOf(site.server.database);
    expect(report.findings).toEqual([]);
    expect(report.accounts).toBe(ACCOUNTS);
    const { rows } = await site.server.database.query((connection) =>
      sql`SELECT topic, reason FROM dead_letters`.execute(connection),
    );
    expect(rows).toEqual([]);
  });
});
