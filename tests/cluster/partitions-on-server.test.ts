import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { BourseProcess } from '../support/bourse-process.ts';
import { startBourse } from '../support/bourse-process.ts';
import { startMixedLoad } from '../support/crash/mixed-load.ts';
import type { OrderEvidence } from '../support/crash/order-evidence.ts';
import { ordersHold, readOrderEvidence } from '../support/crash/order-evidence.ts';
import { openSiteLog } from '../support/crash/site-log.ts';
import type { Supervised } from '../support/crash/supervised.ts';
import { supervise } from '../support/crash/supervised.ts';
import type { TradeEvidence } from '../support/crash/trade-evidence.ts';
import { readTradeEvidence, tradesHold } from '../support/crash/trade-evidence.ts';
import { leftovers } from '../support/leftovers.ts';
import { OPERATOR_KEY } from '../support/test-platform.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';

const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(1_000_000));
const INSTRUMENTS = demoInstruments.slice(0, 4);
const ACCOUNTS = 40;
/** Of the layouts that the platform has had one after another. */
const LAYOUTS = [4, 6, 9];
const ALL_PARTITIONS = LAYOUTS.reduce((sum, count) => sum + count);

const later = leftovers();
let site: TradingSite;
let roles: readonly Supervised[];
let orders: OrderEvidence;
let trades: TradeEvidence;

beforeAll(async () => {
  console.log(`change of partitions on a server: CRASH_SEED=${SEED}`);
  const random = createSeededRandom(SEED);
  const vendor = await startVendorSimulator({ apiKey: 'key', seed: SEED, instruments: INSTRUMENTS });
  later(() => vendor.close());
  site = await openTradingSite({
    MAX_FILL_QUANTITY: '2.5',
    VENDOR_URL: vendor.url,
    VENDOR_API_KEY: 'key',
    BOURSE_OPERATOR_KEY: OPERATOR_KEY,
  });
  later(() => site.close());
  roles = (['api', 'api', 'worker', 'worker', 'feed'] as const).map((role, index) =>
    supervise(`${role} ${index}`, () => site.start(role)),
  );
  later(() => Promise.all(roles.map((role) => role.end())));
  const url = (): Promise<string> => roles[random() < 0.5 ? 0 : 1]!.url();
  const traders = Array.from({ length: ACCOUNTS }, () => site.trader(url));
  const load = await startMixedLoad({ traders, url, instruments: INSTRUMENTS, random });
  await load.moreAnswers();

  // The first attempt is killed when orders are refused; the platform takes them again by itself.
  const attempt = begin(6);
  await closed(attempt);
  await attempt.kill();
  await load.moreAnswers();
  await change(6);
  await load.moreAnswers();
  // The second change outlives a worker that dies with what has to be decided before.
  const last = begin(9);
  await closed(last);
  roles[2]!.kill();
  if ((await last.ended).code !== 0) await change(9);
  await load.moreAnswers();

  await load.stop();
  // No price moves any more: nothing is filled between one look and the next.
  expect(await roles[4]!.stop()).toEqual({ code: 0, signal: null });
  const log = await openSiteLog(site.server.database, ALL_PARTITIONS);
  await until('everything to be decided', async () => (await log.lag()) === 0, 60_000);
  orders = await readOrderEvidence(site.server.database, log, traders, load.orders);
  trades = await readTradeEvidence(site.server.database, log, load.calls, load.trades);
}, 300_000);

describe('the number of partitions of many processes on PostgreSQL, raised twice under load, with a kill in each', () => {
  it('nobody ended by itself, and every layout was worked on by partitions of its own', async () => {
    expect(roles.flatMap((role) => role.collapses())).toEqual([]);
    const { rows } = await sql<{ partition: number }>`
      SELECT partition FROM journal GROUP BY partition`.execute(site.server.database.sql);
    let start = 0;
    for (const count of LAYOUTS) {
      const own = rows.filter(({ partition }) => partition >= start && partition < start + count);
      expect(own.length, `of ${count} from ${start} on`).toBeGreaterThan(1);
      start += count;
    }
    expect(start).toBe(ALL_PARTITIONS);
  });

  ordersHold(() => orders);
  tradesHold(() => trades);

  it('`bourse audit verify` finds the books in order from the first entry on', async () => {
    const verify = startBourse(['audit', 'verify'], site.environment);
    later(() => verify.kill());
    expect(await verify.ended).toEqual({ code: 0, signal: null });
    expect(verify.output()).toContain('The books are in order.');
  });
});

function begin(count: number): BourseProcess {
  const command = startBourse(['partitions', '--to', String(count)], site.environment);
  later(() => command.kill());
  return command;
}

/** Waits until a change has begun to refuse what comes in. */
async function closed(command: BourseProcess): Promise<void> {
  await until('orders to be refused', async () => {
    if (command.ending() !== undefined) throw new Error(`it ended before: ${command.output()}`);
    const { rows } = await sql`
      SELECT FROM log_ends WHERE closed AND topic = 'orders'
        AND partition >= (SELECT max(first_partition) FROM log_layouts) LIMIT 1`.execute(site.server.database.sql);
    return rows.length > 0;
  });
}

/** Goes on until it succeeds: an attempt that was interrupted is held for some seconds. */
async function change(count: number): Promise<void> {
  await until(
    `${count} partitions`,
    async () => {
      const command = begin(count);
      const { code } = await command.ended;
      if (code !== 0) expect(command.output()).toContain('somebody else is just changing');
      return code === 0;
    },
    90_000,
  );
}
