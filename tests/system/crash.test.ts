import { randomInt } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { inParallel } from '../support/crash/in-parallel.ts';
import { killDatabase, killInRounds } from '../support/crash/killing-rounds.ts';
import type { OrderEvidence } from '../support/crash/order-evidence.ts';
import { FIRST_DEPOSIT, ordersHold, readOrderEvidence } from '../support/crash/order-evidence.ts';
import type { OrderLoad } from '../support/crash/order-load.ts';
import { startOrderLoad } from '../support/crash/order-load.ts';
import { persistentCall } from '../support/crash/persistent-call.ts';
import { pricesAreThere } from '../support/crash/prices-are-there.ts';
import { createRandomOrders } from '../support/crash/random-orders.ts';
import { openSiteLog } from '../support/crash/site-log.ts';
import type { Supervised } from '../support/crash/supervised.ts';
import { supervise } from '../support/crash/supervised.ts';
import { leftovers } from '../support/leftovers.ts';
import type { TraderClient } from '../support/trader-client.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';

/** For long runs: CRASH_ROUNDS=500; to repeat what a run has drawn: CRASH_SEED=12345. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 20);
const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(1_000_000));

const ACCOUNTS = 500;
const CLIENTS = 40;
const INSTRUMENTS = demoInstruments.slice(0, 8);
const MOST_MS = 180_000 + ROUNDS * 10_000;

const later = leftovers();
let site: TradingSite;
let roles: readonly Supervised[];
let traders: readonly TraderClient[];
let load: OrderLoad;
let kills: Readonly<Record<string, number>>;
let evidence: OrderEvidence;

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
  await pricesAreThere(traders[0]!, INSTRUMENTS.length);
  await inParallel(traders, CLIENTS, (trader) =>
    persistentCall(() => trader.moveCash('deposit', FIRST_DEPOSIT.amount, FIRST_DEPOSIT)),
  );

  const quoted = INSTRUMENTS.map(({ symbol, startCents }) => ({ symbol, price: startCents / 100 }));
  load = startOrderLoad({ traders, clients: CLIENTS, newOrder: createRandomOrders(quoted, random), random });
  const database = { name: 'database', share: 2, kill: () => killDatabase(site.server) };
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

  ordersHold(() => evidence);

  it('the self-audit never found anything', () => {
    const workers = roles.filter(({ name }) => name.startsWith('worker'));
    expect(workers.flatMap((worker) => worker.errors())).toEqual([]);
  });

  it('all roles still end in good order when they are asked to', async () => {
    const endings = await Promise.all(roles.slice(0, -1).map((role) => role.stop()));
    expect(endings).toEqual(roles.slice(0, -1).map(() => ({ code: 0, signal: null })));
  });
});

/** Nothing moves any more: no new prices, every command decided. Then all that there is to see is read. */
async function comeToRest(feed: Supervised): Promise<void> {
  expect(await feed.stop()).toEqual({ code: 0, signal: null });
  const log = await openSiteLog(site.server.database);
  await until('the processors to have nothing left to do', async () => (await log.lag()) === 0, 60_000);
  evidence = await readOrderEvidence(site.server.database, log, traders, load);
}
