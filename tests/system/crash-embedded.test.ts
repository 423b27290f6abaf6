import { randomInt } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { inParallel } from '../support/crash/in-parallel.ts';
import { killInRounds } from '../support/crash/killing-rounds.ts';
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
import { openEmbeddedSite } from '../support/embedded-site.ts';
import { leftovers } from '../support/leftovers.ts';
import { until } from '../support/until.ts';

/** For long runs: CRASH_ROUNDS=60; to repeat what a run has drawn: CRASH_SEED=12345. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 8);
const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(1_000_000));

const ACCOUNTS = 300;
/** As many as make two batches that are decided one ahead of the other. */
const CLIENTS = 80;
const INSTRUMENTS = demoInstruments.slice(0, 8);
const MOST_MS = 180_000 + ROUNDS * 10_000;

const later = leftovers();
let bourse: Supervised;
let load: OrderLoad;
let kills: Readonly<Record<string, number>>;
let evidence: OrderEvidence;

beforeAll(async () => {
  console.log(`crash test, embedded: CRASH_SEED=${SEED} CRASH_ROUNDS=${ROUNDS}`);
  const random = createSeededRandom(SEED);
  const site = await openEmbeddedSite(
    { AUDIT_EVERY_MS: '1000', MAX_FILL_QUANTITY: '2.5', COMMISSION_BPS: '10' },
    { seed: SEED, instruments: INSTRUMENTS },
  );
  later(() => site.close());
  bourse = supervise('bourse', () => site.run('start'));
  later(() => bourse.end());
  const traders = Array.from({ length: ACCOUNTS }, () => site.trader(() => bourse.url()));
  await pricesAreThere(traders[0]!, INSTRUMENTS.length);
  await inParallel(traders, CLIENTS, (trader) =>
    persistentCall(() => trader.moveCash('deposit', FIRST_DEPOSIT.amount, FIRST_DEPOSIT)),
  );

  const quoted = INSTRUMENTS.map(({ symbol, startCents }) => ({ symbol, price: startCents / 100 }));
  load = startOrderLoad({ traders, clients: CLIENTS, newOrder: createRandomOrders(quoted, random), random });
  const database = { name: 'database', share: 2, kill: () => site.killDatabase() };
  kills = await killInRounds([{ ...bourse, share: 3 }, database], {
    rounds: ROUNDS,
    random,
    answered: () => load.answered(),
  });
  await load.stop();

  // Nothing moves any more: no new prices, every command decided. Then all that there is to see is read.
  await site.vendor.close();
  await bourse.url();
  const books = await site.database();
  const log = await openSiteLog(books);
  await until('the processors to have nothing left to do', async () => (await log.lag()) === 0, 60_000);
  evidence = await readOrderEvidence(books, log, traders, load);
}, MOST_MS);

describe('after kill -9 of the one process and of its database server at random moments', () => {
  it('each of them was killed, and Bourse never ended by itself', () => {
    console.log(`crash test, embedded: ${load.orders.length} orders, ${load.cash.length} cash movements, kills`, kills);
    expect(Object.values(kills).reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(ROUNDS);
    expect(Math.min(...Object.values(kills))).toBeGreaterThan(0);
    expect(bourse.collapses()).toEqual([]);
  });

  ordersHold(() => evidence);

  it('it still ends in good order when it is asked to, and has logged no error but for requests that were answered with 503', async () => {
    expect(await bourse.stop()).toEqual({ code: 0, signal: null });
    expect(bourse.errors().filter((error) => !error.startsWith('request failed '))).toEqual([]);
  });
});
