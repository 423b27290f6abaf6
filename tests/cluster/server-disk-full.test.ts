import { randomInt } from 'node:crypto';
import { chownSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '@bourse/postgres/database.ts';
import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import type { VendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { BourseProcess } from '../support/bourse-process.ts';
import { inParallel } from '../support/crash/in-parallel.ts';
import type { OrderEvidence } from '../support/crash/order-evidence.ts';
import { FIRST_DEPOSIT, ordersHold, readOrderEvidence } from '../support/crash/order-evidence.ts';
import type { OrderLoad } from '../support/crash/order-load.ts';
import { startOrderLoad } from '../support/crash/order-load.ts';
import { persistentCall } from '../support/crash/persistent-call.ts';
import { pricesAreThere } from '../support/crash/prices-are-there.ts';
import { createRandomOrders } from '../support/crash/random-orders.ts';
import { openSiteLog } from '../support/crash/site-log.ts';
import { databaseUrl } from '../support/database-url.ts';
import { leftovers } from '../support/leftovers.ts';
import { createTemporaryDirectory } from '../support/temporary-directory.ts';
import { openTestDatabase, withDatabase } from '../support/test-server.ts';
import type { TraderClient } from '../support/trader-client.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';
import { askToWrite } from './ask-to-write.ts';
import type { SmallDisk } from './small-disk.ts';
import { mayMount, mountSmallDisk } from './small-disk.ts';

const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(1_000_000));
const MEGABYTE = 2 ** 20;
const CLIENTS = 20;
const READS = 100;
const INSTRUMENTS = demoInstruments.slice(0, 8);
const ROLES = ['api', 'worker', 'feed'] as const;
const isPossible = mayMount();
const needsMount = isPossible ? '' : ' (skipped: may not mount a file system)';

const later = leftovers();
let site: TradingSite;
let vendor: VendorSimulator;
let disk: SmallDisk;
let database: Database;
let processes: readonly BourseProcess[];
let url: string;
let traders: readonly TraderClient[];
let load: OrderLoad;
let evidence: OrderEvidence;

/**
 * A server whose disk Bourse cannot see: the database is in a tablespace on a disk of its own, so that the server refuses what needs room
 * there (53100) and nobody keeps it from trying.
 */
async function createOnSmallDisk(): Promise<string> {
  const directory = await createTemporaryDirectory();
  later(() => directory.remove());
  disk = await mountSmallDisk(directory.path, 300 * MEGABYTE);
  later(() => disk.close());
  const tablespace = path.join(directory.path, 'tablespace');
  mkdirSync(tablespace, { mode: 0o700 });
  const { uid, gid } = statSync(`/proc/${site.server.server.pid}`);
  chownSync(tablespace, uid, gid);
  await sql`CREATE TABLESPACE small LOCATION ${sql.lit(tablespace)}`.execute(site.server.database.sql);
  await sql`CREATE DATABASE small TABLESPACE small`.execute(site.server.database.sql);
  const connection = withDatabase(site.server.server.connection, 'small');
  database = openTestDatabase(connection);
  later(() => database.close());
  return databaseUrl(connection);
}

beforeAll(async () => {
  console.log(`disk of a server full: CRASH_SEED=${SEED}`);
  const random = createSeededRandom(SEED);
  vendor = await startVendorSimulator({ apiKey: 'key', seed: SEED, instruments: INSTRUMENTS });
  later(() => vendor.close());
  site = await openTradingSite({ VENDOR_URL: vendor.url, VENDOR_API_KEY: 'key', AUDIT_EVERY_MS: '1000' });
  later(() => site.close());
  const DATABASE_URL = await createOnSmallDisk();
  processes = ROLES.map((role) => site.start(role, { DATABASE_URL }));
  // Before the disk is gone on which they work.
  later(() => Promise.all(processes.map((started) => started.kill())));
  [url = ''] = await Promise.all(processes.map((started) => started.up()));
  traders = Array.from({ length: 50 }, () => site.trader(() => url));
  await pricesAreThere(traders[0]!, INSTRUMENTS.length);
  await inParallel(traders, CLIENTS, (trader) =>
    persistentCall(() => trader.moveCash('deposit', FIRST_DEPOSIT.amount, FIRST_DEPOSIT)),
  );
  const quoted = INSTRUMENTS.map(({ symbol, startCents }) => ({ symbol, price: startCents / 100 }));
  load = startOrderLoad({ traders, clients: CLIENTS, newOrder: createRandomOrders(quoted, random), random });
  later(() => load.stop());
  // Clients ask until they are answered.
  later(() => disk.empty());
});

async function readsGoOn(): Promise<void> {
  for (let read = 0; read < READS; read += 1) {
    const trader = traders[read % traders.length]!;
    const answers = await Promise.all(
      ['/account', '/positions', '/orders?limit=50', '/assets'].map((of) => trader.get(of)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  }
}

describe.skipIf(!isPossible)(`a server whose disk is full${needsMount}`, () => {
  it('has writes refused with 503 and Retry-After while reads go on', async () => {
    disk.fillUpTo(0);
    const refused = await until(
      'writing to be refused',
      async () => {
        const answer = await askToWrite(url, traders[0]!);
        return answer.status === 503 ? answer : undefined;
      },
      120_000,
    );
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.text()).not.toMatch(/disk|space|pg_tblspc|file/);
    await readsGoOn();
    expect(disk.freeBytes()).toBeLessThan(MEGABYTE);
    expect(processes.map((started) => started.ending())).toEqual(ROLES.map(() => undefined));
  });

  it('is worked on again by itself as soon as there is room', async () => {
    disk.empty();
    await until('orders to be taken again', async () => (await askToWrite(url, traders[0]!)).status === 422, 60_000);
    const before = load.answered();
    await until('the clients to be answered', () => load.answered() > before + 200, 60_000);
  });
});

describe.skipIf(!isPossible)(`when it has been full, and emptied${needsMount}`, () => {
  beforeAll(async () => {
    await load.stop();
    await vendor.close();
    const log = await openSiteLog(database);
    await until('the processors to have nothing left to do', async () => (await log.lag()) === 0, 60_000);
    evidence = await readOrderEvidence(database, log, traders, load);
  });

  ordersHold(() => evidence);

  it('no process ended by itself, and all end in good order when they are asked to', async () => {
    expect(processes.map((started) => started.ending())).toEqual(ROLES.map(() => undefined));
    for (const started of processes) started.signal('SIGTERM');
    const endings = await Promise.all(processes.map((started) => started.ended));
    expect(endings).toEqual(ROLES.map(() => ({ code: 0, signal: null })));
  });
});
