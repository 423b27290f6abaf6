import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StreamClient } from '@bourse/client/stream.ts';
import { openStream } from '@bourse/client/stream.ts';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { auditOf } from './audit-of.ts';
import type { Balancer } from './balancer.ts';
import { isReady, startBalancer } from './balancer.ts';
import type { BourseProcess, Ending, Environment } from './bourse-process.ts';
import { startOrderLoad } from './crash/order-load.ts';
import type { OrderLoad } from './crash/order-load.ts';
import { createRandomOrders } from './crash/random-orders.ts';
import { createRandomTrades } from './crash/random-trades.ts';
import { createTradeCalls } from './crash/trade-calls.ts';
import type { TradeLoad } from './crash/trade-load.ts';
import { startTradeLoad } from './crash/trade-load.ts';
import type { SiteLog } from './crash/site-log.ts';
import { leftovers } from './leftovers.ts';
import { OPERATOR_KEY } from './test-platform.ts';
import type { TraderClient } from './trader-client.ts';
import type { TradingSite } from './trading-site.ts';
import { openTradingSite } from './trading-site.ts';
import { until } from './until.ts';

const TRADERS = 20;
const CLIENTS = 8;
const QUOTED = [
  { symbol: 'AAPL', price: 210 },
  { symbol: 'MSFT', price: 420 },
];
/** Requests answered between two restarts. */
const BETWEEN = 60;
const PARTITIONS = 4;

/** The platform whose processes are restarted. */
export interface RestartedPlatform {
  /** What its processes are started with besides. */
  readonly settings: () => Environment;
  /** How many topics workers consume, each in partitions that one of them owns. */
  readonly topics: number;
  openLog(site: TradingSite): Promise<SiteLog>;
}

/** Restarts two APIs, two workers and a feed in turn under load, behind a balancer: no client may notice. */
export function rollingRestartSuite(profile: string, platform: RestartedPlatform): void {
  const later = leftovers();
  const endings: Ending[] = [];
  const collapsed: string[] = [];
  let site: TradingSite;
  let balancer: Balancer;
  let traders: readonly TraderClient[];
  let orders: OrderLoad;
  let trades: TradeLoad;
  let reader: StreamClient;
  let log: SiteLog;
  const told: string[] = [];
  const gaps: string[] = [];

  beforeAll(async () => {
    const random = createSeededRandom(20_261_128);
    const vendor = await startVendorSimulator({ apiKey: 'key', seed: 7 });
    later(() => vendor.close());
    site = await openTradingSite({
      BOURSE_OPERATOR_KEY: OPERATOR_KEY,
      BOURSE_HEALTH_PORT: '0',
      DRAIN_DELAY_MS: '1000',
      // Nobody waits in this test until a lease has run out, or is due to be renewed.
      WORKER_LEASE_MS: '300000',
      VENDOR_URL: vendor.url,
      VENDOR_API_KEY: 'key',
      ...platform.settings(),
    });
    later(() => site.close());
    balancer = await startBalancer();
    later(() => balancer.close());
    const apis = [await startApi(), await startApi()];
    const workers = [await startWorker(), await startWorker()];
    let feed = site.start('feed');
    expect(await isReady(await feed.healthUrl())).toBe(true);

    traders = Array.from({ length: TRADERS }, () => site.trader(() => balancer.url));
    const [first] = traders as [TraderClient];
    await until('prices', async () => {
      const { body } = await first.get<{ items: { price: unknown }[] }>('/assets?limit=100');
      return body!.items.length > 0 && body!.items.every(({ price }) => price !== null);
    });
    await Promise.all(traders.map((trader) => trader.moveCash('deposit', '50000.00', { idempotencyKey: 'first' })));
    reader = openStream({
      url: balancer.url,
      token: () => first.token(),
      backoff: { firstMs: 5, mostMs: 100 },
      random,
    });
    later(() => reader.close());
    reader.events('executions', {
      onItems: (items) => void told.push(...items.map(({ id }) => id)),
      onGap: (sequence) => void gaps.push(sequence),
    });
    await until('the stream', () => reader.sequence('executions') !== null);

    orders = startOrderLoad({ traders, clients: CLIENTS, newOrder: createRandomOrders(QUOTED, random), random });
    const calls = createTradeCalls(OPERATOR_KEY, () => Promise.resolve(balancer.url));
    trades = startTradeLoad({ calls, clients: 2, draw: createRandomTrades(random), random });
    await moreAnswers();

    for (const [index, api] of apis.entries()) {
      const { url } = api;
      await end(api.process);
      balancer.remove(url);
      apis[index] = await startApi();
      await moreAnswers();
    }
    for (const [index, worker] of workers.entries()) {
      await end(worker);
      await holdersOfAll(1);
      await moreAnswers();
      workers[index] = await startWorker();
      await holdersOfAll(2);
      await moreAnswers();
    }
    await end(feed);
    feed = site.start('feed');
    expect(await isReady(await feed.healthUrl())).toBe(true);
    await moreAnswers();

    await Promise.all([orders.stop(), trades.stop()]);
    log = await platform.openLog(site);
    await until('everything to be decided', async () => (await log.lag()) === 0);
  }, 240_000);

  async function startApi(): Promise<{ readonly process: BourseProcess; readonly url: string }> {
    const before = balancer.ready();
    const process = site.start('api');
    const url = await process.up();
    balancer.add(url);
    await until('the balancer to send requests to it', () => balancer.ready() > before);
    return { process, url };
  }

  async function startWorker(): Promise<BourseProcess> {
    const worker = site.start('worker');
    const url = await worker.healthUrl();
    await until('the worker to be ready', () => isReady(url));
    await until('the worker to tell what it owns', async () =>
      (await (await fetch(`${url}/metrics`)).text()).includes('bourse_consumer_owned_partitions'),
    );
    return worker;
  }

  async function end(process: BourseProcess): Promise<void> {
    process.signal('SIGTERM');
    endings.push(await process.ended);
    collapsed.push(...process.log.filter(({ level }) => level === 'error').map(({ message }) => message));
  }

  async function moreAnswers(): Promise<void> {
    const before = [orders.answered(), trades.answered()] as const;
    await until(
      'more answers',
      () => orders.answered() > before[0] + BETWEEN && trades.answered() > before[1] + 5,
      60_000,
    );
  }

  /** Waits until all partitions are held, by so many workers. */
  async function holdersOfAll(count: number): Promise<void> {
    await until(`${count} to hold all partitions`, async () => {
      const { rows } = await sql<{ partitions: number; members: number }>`
        SELECT count(*)::int AS partitions, count(DISTINCT member)::int AS members FROM partition_leases
        WHERE expires_at > clock_timestamp()`.execute(site.server.database.sql);
      return rows[0]?.partitions === platform.topics * PARTITIONS && rows[0].members === count;
    });
  }

  describe(`each of two APIs, two workers and a feed restarted in turn under load (${profile})`, () => {
    it('ended in good order, with nothing to report', () => {
      expect(endings).toEqual(Array.from({ length: 5 }, () => ({ code: 0, signal: null })));
      expect(collapsed).toEqual([]);
    });

    it('no request failed: whoever is not ready any more still answers what comes', () => {
      expect(balancer.failures()).toEqual([]);
      const shares = [...balancer.answered().values()];
      expect(shares).toHaveLength(4);
      expect(Math.min(...shares)).toBeGreaterThan(0);
    });

    it('the stream told each execution once, in order, with no gap', async () => {
      expect(gaps).toEqual([]);
      const events = (await log.executions()).filter((event) => event.type === 'order-updated');
      const mine = events.filter(({ order }) => order.accountId === traders[0]!.accountId);
      const expected = mine.flatMap(({ executions }) => executions.map(({ id }) => id));
      expect(expected.length).toBeGreaterThan(0);
      await until('all of them', () => told.length >= expected.length);
      expect(told).toEqual(expected);
    });

    it('every acknowledged order and trade has one outcome, and the books are in order', async () => {
      const pages = await Promise.all(traders.map((trader) => trader.allOrders()));
      const found = new Map(pages.flat().map((order) => [order.id, order]));
      for (const { ids, final } of orders.orders) {
        expect([...ids]).toHaveLength(1);
        const order = found.get([...ids][0]!);
        expect(order?.status).not.toBe('accepted');
        for (const state of final) expect(order).toEqual(state);
      }
      const report = await auditOf(site.server.database);
      expect(report.findings).toEqual([]);
      const { rows } = await sql`SELECT topic, reason FROM dead_letters`.execute(site.server.database.sql);
      expect(rows).toEqual([]);
    });
  });
}
