import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AccountEvent } from '@bourse/application/orders/account-event.ts';
import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { createUuidIds } from '@bourse/runtime/ids.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import { auditOf } from '../support/audit-of.ts';
import { inParallel } from '../support/crash/in-parallel.ts';
import { killInRounds } from '../support/crash/killing-rounds.ts';
import type { OrderLoad } from '../support/crash/order-load.ts';
import { startOrderLoad } from '../support/crash/order-load.ts';
import { persistentCall } from '../support/crash/persistent-call.ts';
import { createRandomOrders } from '../support/crash/random-orders.ts';
import { openSiteLog } from '../support/crash/site-log.ts';
import type { Supervised } from '../support/crash/supervised.ts';
import { supervise } from '../support/crash/supervised.ts';
import { leftovers } from '../support/leftovers.ts';
import type { OrderJson, TraderClient } from '../support/trader-client.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';

/** For long runs: CRASH_ROUNDS=500; to repeat what a run has drawn: CRASH_SEED=12345. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 20);
const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(1_000_000));

const ACCOUNTS = 500;
const CLIENTS = 40;
const FIRST_DEPOSIT = '10000.00';
const FIRST_DEPOSIT_KEY = 'first';
const INSTRUMENTS = demoInstruments.slice(0, 8);
const MOST_MS = 180_000 + ROUNDS * 10_000;

const later = leftovers();
const ids = createUuidIds(systemClock);
let site: TradingSite;
let roles: readonly Supervised[];
let traders: readonly TraderClient[];
let load: OrderLoad;
let kills: Readonly<Record<string, number>>;
/** What the owners of all accounts read when everything has come to rest. */
let read: ReadonlyMap<string, readonly OrderJson[]>;
let told: readonly AccountEvent[];

beforeAll(async () => {
  console.log(`crash test: CRASH_SEED=${SEED} CRASH_ROUNDS=${ROUNDS}`);
  const random = createSeededRandom(SEED);
  const simulator = await startVendorSimulator({ apiKey: 'key', seed: SEED, instruments: INSTRUMENTS });
  later(() => simulator.close());
  site = await openTradingSite({
    VENDOR_URL: simulator.url,
    VENDOR_API_KEY: 'key',
    WORKER_LEASE_MS: '1500',
    AUDIT_EVERY_MS: '1000',
    MAX_FILL_QUANTITY: '2.5',
    COMMISSION_BPS: '10',
  });
  later(() => site.close());
  const [api, worker, other, feed] = (['api', 'worker', 'worker', 'feed'] as const).map((role, index) =>
    supervise(`${role} ${index}`, () => site.start(role)),
  ) as [Supervised, Supervised, Supervised, Supervised];
  roles = [api, worker, other, feed];
  later(() => Promise.all(roles.map((role) => role.end())));
  traders = Array.from({ length: ACCOUNTS }, () => site.trader(() => api.url()));
  await pricesAreThere();
  await inParallel(traders, CLIENTS, (trader) =>
    persistentCall(() => trader.moveCash('deposit', FIRST_DEPOSIT, { idempotencyKey: FIRST_DEPOSIT_KEY })),
  );

  const quoted = INSTRUMENTS.map(({ symbol, startCents }) => ({ symbol, price: startCents / 100 }));
  load = startOrderLoad({ traders, clients: CLIENTS, newOrder: createRandomOrders(quoted, random), random });
  const database = { name: 'database', share: 2, kill: killDatabase };
  kills = await killInRounds([{ ...api, share: 3 }, { ...worker, share: 2 }, { ...other, share: 2 }, database], {
    rounds: ROUNDS,
    random,
    answered: () => load.answered(),
  });
  await load.stop();
  await comeToRest(feed);
}, MOST_MS);

describe('after kill -9 of the api, the workers and the database server at random moments', () => {
  it('every one of them was killed, and none of them ever ended by itself', () => {
    console.log(`crash test: ${load.orders.length} orders, ${load.cash.length} cash movements, kills`, kills);
    expect(Object.values(kills).reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(ROUNDS);
    expect(Math.min(...Object.values(kills))).toBeGreaterThan(0);
    expect(roles.flatMap((role) => role.collapses())).toEqual([]);
  });

  it('every acknowledged order can be read, once, under the id it was acknowledged with', () => {
    const sent = Map.groupBy(load.orders, ({ trader }) => trader.accountId);
    for (const trader of traders) {
      const expected = (sent.get(trader.accountId) ?? []).map(({ form, ids }) => [form.client_order_id, [...ids]]);
      const found = read.get(trader.accountId)!.map(({ client_order_id, id }) => [client_order_id, [id]]);
      expect(found.sort()).toEqual(expected.sort());
    }
  });

  it('every order has its one outcome, and it is the one that its owner was told', () => {
    const orders = new Map([...read.values()].flat().map((order) => [order.id, order]));
    for (const { ids, form, final, closed } of load.orders) {
      const order = orders.get([...ids][0]!)!;
      expect(order).toMatchObject({
        symbol: form.symbol,
        side: form.side,
        type: form.type,
        quantity: plain(form.quantity),
      });
      expect(order.status).not.toBe('accepted');
      for (const state of final) expect(order).toEqual(state);
      if (closed) expect(isFinal(order)).toBe(true);
    }
  });

  it('every fill and every outcome was told exactly once', () => {
    const updates = told.filter((event) => event.type === 'order-updated');
    const executions = updates.flatMap((event) => event.executions.map(({ id }) => id));
    expect(new Set(executions).size).toBe(executions.length);
    const endings = updates.filter(({ order }) => isFinal(order)).map(({ order }) => order.id);
    expect(new Set(endings).size).toBe(endings.length);
    const ended = [...read.values()]
      .flat()
      .filter(isFinal)
      .map(({ id }) => id);
    expect(endings.sort()).toEqual(ended.sort());
  });

  it('no client order id names two orders', async () => {
    expect(await rowsOf(sql`SELECT account_id, client_order_id FROM orders GROUP BY 1, 2 HAVING count(*) > 1`)).toEqual(
      [],
    );
  });

  it('every deposit and withdrawal is booked once, and nothing else', async () => {
    const rows = await rowsOf(sql<{ transaction_id: string }>`SELECT transaction_id FROM cash_transactions`);
    const booked = new Set(rows.map(({ transaction_id }) => transaction_id));
    const deposits = load.cash.filter(({ type }) => type === 'deposit');
    expect(deposits.filter(({ transactionIds }) => transactionIds.size !== 1)).toEqual([]);
    for (const { idempotencyKey, accountId, transactionIds } of load.cash) {
      const id = ids.transactionIdOf(accountId, idempotencyKey);
      expect([[], [id]]).toContainEqual([...transactionIds]);
      if (transactionIds.size > 0) expect(booked).toContain(id);
      booked.delete(id);
    }
    const first = traders.map(({ accountId }) => ids.transactionIdOf(accountId, FIRST_DEPOSIT_KEY));
    expect([...booked].sort()).toEqual(first.sort());
  });

  it('the books are in order, and the self-audit never found anything else', async () => {
    const report = await auditOf(site.server.database);
    expect(report.findings).toEqual([]);
    expect(report.accounts).toBe(ACCOUNTS);
    const workers = roles.filter(({ name }) => name.startsWith('worker'));
    expect(workers.flatMap((worker) => worker.errors())).toEqual([]);
  });

  it('nothing went to the dead letters', async () => {
    expect(await rowsOf(sql`SELECT topic, reason FROM dead_letters`)).toEqual([]);
  });

  it('all roles still end in good order when they are asked to', async () => {
    const endings = await Promise.all(roles.slice(0, -1).map((role) => role.stop()));
    expect(endings).toEqual(roles.slice(0, -1).map(() => ({ code: 0, signal: null })));
  });
});

/** The next one is killed only when there is one again. */
function killDatabase(): void {
  try {
    process.kill(site.server.server.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function pricesAreThere(): Promise<void> {
  await until('prices of all instruments', async () => {
    const { body } = await persistentCall(() => traders[0]!.get<{ items: { price: unknown }[] }>('/assets'));
    return body!.items.filter(({ price }) => price !== null).length === INSTRUMENTS.length;
  });
}

/** Nothing moves any more: no new prices, every command decided. Then all that there is to see is read. */
async function comeToRest(feed: Supervised): Promise<void> {
  expect(await feed.stop()).toEqual({ code: 0, signal: null });
  const log = await openSiteLog(site.server.database);
  await until('the processors to have nothing left to do', async () => (await log.lag()) === 0, 60_000);
  const pages = await inParallel(traders, CLIENTS, (trader) => trader.allOrders());
  read = new Map(pages.map((orders, index) => [traders[index]!.accountId, orders]));
  told = await log.executions();
}

async function rowsOf<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> {
  return (await site.server.database.query((connection) => query.execute(connection))).rows;
}

function isFinal({ status }: { readonly status: OrderJson['status'] }): boolean {
  return ['filled', 'cancelled', 'expired', 'rejected'].includes(status);
}

/** A decimal without zeros at its end. */
function plain(decimal: string): string {
  return String(Number(decimal));
}
