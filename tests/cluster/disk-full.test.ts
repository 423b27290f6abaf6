import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '@bourse/postgres/database.ts';
import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { inParallel } from '../support/crash/in-parallel.ts';
import type { OrderEvidence } from '../support/crash/order-evidence.ts';
import { FIRST_DEPOSIT, ordersHold, readOrderEvidence } from '../support/crash/order-evidence.ts';
import type { OrderLoad } from '../support/crash/order-load.ts';
import { startOrderLoad } from '../support/crash/order-load.ts';
import { persistentCall } from '../support/crash/persistent-call.ts';
import { pricesAreThere } from '../support/crash/prices-are-there.ts';
import { createRandomOrders } from '../support/crash/random-orders.ts';
import { openSiteLog } from '../support/crash/site-log.ts';
import type { BourseProcess } from '../support/bourse-process.ts';
import type { EmbeddedSite } from '../support/embedded-site.ts';
import { openEmbeddedSite } from '../support/embedded-site.ts';
import { leftovers } from '../support/leftovers.ts';
import type { TraderClient } from '../support/trader-client.ts';
import { until } from '../support/until.ts';
import { askToWrite } from './ask-to-write.ts';
import type { SmallDisk } from './small-disk.ts';
import { mayMount, mountSmallDisk } from './small-disk.ts';

const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(1_000_000));
const MEGABYTE = 2 ** 20;
const DISK_BYTES = 400 * MEGABYTE;
/** More than Bourse keeps in reserve, and little enough to be written within seconds. */
const ROOM_BYTES = 90 * MEGABYTE;
const READS = 200;
const CLIENTS = 40;
const isPossible = mayMount();
const needsMount = isPossible ? '' : ' (skipped: may not mount a file system)';
const INSTRUMENTS = demoInstruments.slice(0, 8);

const later = leftovers();
let site: EmbeddedSite;
let disk: SmallDisk;
let bourse: BourseProcess;
let url: string;
let traders: readonly TraderClient[];
let books: Database;
let load: OrderLoad;
let evidence: OrderEvidence;

beforeAll(async () => {
  console.log(`disk full: CRASH_SEED=${SEED}`);
  const random = createSeededRandom(SEED);
  site = await openEmbeddedSite({ AUDIT_EVERY_MS: '1000' }, { seed: SEED, instruments: INSTRUMENTS });
  later(() => site.close());
  disk = await mountSmallDisk(site.directory, DISK_BYTES);
  later(() => disk.close());
  bourse = site.run('start');
  later(() => bourse.kill());
  url = await bourse.up();
  books = await site.database();
  traders = Array.from({ length: 100 }, () => site.trader(() => url));
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

async function writingIsRefused(): Promise<void> {
  await until('writing to be refused', async () => (await askToWrite(url, traders[0]!)).status === 503, 120_000);
}

async function readsGoOn(): Promise<void> {
  for (let read = 0; read < READS; read += 1) {
    const trader = traders[read % traders.length]!;
    const answers = await Promise.all(
      ['/account', '/positions', '/orders?limit=50', '/assets'].map((of) => trader.get(of)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  }
}

async function goesOn(): Promise<void> {
  await until('orders to be taken again', async () => (await askToWrite(url, traders[0]!)).status === 422, 60_000);
  const before = load.answered();
  await until('the clients to be answered', () => load.answered() > before + 500, 60_000);
}

function deaths(): readonly unknown[] {
  return bourse.log.filter(({ kind }) => kind === 'server-died');
}

describe.skipIf(!isPossible)(`a disk that fills up${needsMount}`, () => {
  it('has writes refused with 503 and Retry-After while reads go on', async () => {
    disk.fillUpTo(ROOM_BYTES);
    await writingIsRefused();
    const refused = await askToWrite(url, traders[0]!);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await readsGoOn();
    expect((await askToWrite(url, traders[0]!)).status).toBe(503);
    expect(bourse.log.map(({ kind }) => kind)).toContain('disk-nearly-full');
    expect(deaths()).toEqual([]);
  });

  it('and reads go on while others take all that was kept in reserve, to the last byte', async () => {
    disk.fillUpTo(0);
    await readsGoOn();
    // As what is read for the first time after a checkpoint is: written to the log of the server.
    await sql`CHECKPOINT`.execute(books.sql);
    await sql`SELECT pg_logical_emit_message(false, 'test', repeat('read', 500000), true)`.execute(books.sql);
    await readsGoOn();
    expect(disk.freeBytes()).toBeLessThan(MEGABYTE);
    expect((await askToWrite(url, traders[0]!)).status).toBe(503);
    expect(deaths()).toEqual([]);
  });

  it('a second start is refused with who holds the directory, not for want of room', async () => {
    const second = site.run('start');
    expect(await second.ended).toEqual({ code: 1, signal: null });
    expect(second.output()).toMatch(/^Another Bourse is using the data directory .*: process \d+ on .*\.$/);
  });

  it('then takes orders by itself as soon as there is room', async () => {
    disk.empty();
    await goesOn();
    expect(deaths()).toEqual([]);
  });

  it('that others fill to the last byte at once, the reserve included, is left by itself too', async () => {
    disk.fillUpTo(0);
    await writingIsRefused();
    expect(disk.freeBytes()).toBeLessThan(MEGABYTE);
    disk.empty();
    await goesOn();
    console.log(`disk full: the database server ended ${deaths().length} times`);
  });
});

describe.skipIf(!isPossible)(`when it has been full, and emptied, more than once${needsMount}`, () => {
  beforeAll(async () => {
    await load.stop();
    await site.vendor.close();
    const log = await openSiteLog(books);
    await until('the processors to have nothing left to do', async () => (await log.lag()) === 0, 60_000);
    evidence = await readOrderEvidence(books, log, traders, load);
  });

  ordersHold(() => evidence);

  it('the one process never ended by itself, and ends in good order when it is asked to', async () => {
    expect(bourse.ending()).toBeUndefined();
    bourse.signal('SIGTERM');
    expect(await bourse.ended).toEqual({ code: 0, signal: null });
  });

  it('it starts again, and `bourse audit verify` finds the books in order', async () => {
    const audit = site.run('audit', 'verify');
    expect(await audit.ended).toEqual({ code: 0, signal: null });
  });
});
