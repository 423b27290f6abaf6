import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { Database } from '@bourse/postgres/database.ts';
import { findRunningEmbeddedPostgres, startEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { DEFAULT_LOG_LIMITS, openPostgresLog } from '@bourse/postgres/log/postgres-log.ts';
import { jsonRecord } from '../contracts/log-reading.ts';
import type { Environment } from '../support/bourse-process.ts';
import { startBourse } from '../support/bourse-process.ts';
import type { MixedLoad } from '../support/crash/mixed-load.ts';
import { startMixedLoad } from '../support/crash/mixed-load.ts';
import type { OrderEvidence } from '../support/crash/order-evidence.ts';
import { ordersHold, readOrderEvidence } from '../support/crash/order-evidence.ts';
import { openSiteLog } from '../support/crash/site-log.ts';
import type { Supervised } from '../support/crash/supervised.ts';
import { supervise } from '../support/crash/supervised.ts';
import type { TradeEvidence } from '../support/crash/trade-evidence.ts';
import { readTradeEvidence, tradesHold } from '../support/crash/trade-evidence.ts';
import { leftovers } from '../support/leftovers.ts';
import { createTemporaryDirectory } from '../support/temporary-directory.ts';
import { OPERATOR_KEY } from '../support/test-platform.ts';
import { openTestDatabase } from '../support/test-server.ts';
import { createTraderTokens } from '../support/trader-tokens.ts';
import { until } from '../support/until.ts';

const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(1_000_000));
const ACCOUNTS = 40;
const INSTRUMENTS = demoInstruments.slice(0, 4);
/** Of the layouts that the platform has had one after another. */
const LAYOUTS = [4, 6, 7, 9];

const later = leftovers();
let environment: Environment;
let platform: Supervised;
let database: Database;
let load: MixedLoad;
let orders: OrderEvidence;
let trades: TradeEvidence;
const printed: string[] = [];

beforeAll(async () => {
  console.log(`change of partitions: CRASH_SEED=${SEED}`);
  const random = createSeededRandom(SEED);
  const vendor = await startVendorSimulator({ apiKey: 'key', seed: SEED, instruments: INSTRUMENTS });
  let closing: Promise<void> | undefined;
  const closeVendor = (): Promise<void> => (closing ??= vendor.close());
  later(closeVendor);
  const [directory, tokens] = await Promise.all([createTemporaryDirectory(), createTraderTokens()]);
  later(() => directory.remove());
  environment = {
    BOURSE_DATA_DIR: directory.path,
    BOURSE_PORT: '0',
    BOURSE_SIGNING_KEY: tokens.signingKey,
    BOURSE_OPERATOR_KEY: OPERATOR_KEY,
    MAX_FILL_QUANTITY: '2.5',
    AUDIT_EVERY_MS: '1000',
    VENDOR_URL: vendor.url,
    VENDOR_API_KEY: 'key',
  };
  platform = supervise('bourse', () => startBourse(['start'], environment));
  later(() => platform.end());

  const traders = Array.from({ length: ACCOUNTS }, () => tokens.trader(() => platform.url()));
  load = await startMixedLoad({ traders, url: () => platform.url(), instruments: INSTRUMENTS, random });
  await load.moreAnswers();

  await change(6);
  await leaveHalfDone((command) => command.kill());
  // Whoever is not there any more is waited for; the platform undoes what was begun, and takes orders again.
  await load.moreAnswers();
  expect(await partitions()).toBe(6);
  await change(7);
  await leaveHalfDone(async (command) => {
    platform.kill();
    await command.ended;
  });
  await load.moreAnswers();
  expect(await partitions()).toBe(7);
  await change(9);

  await load.stop();
  // No price moves any more: nothing is filled between one look and the next.
  await closeVendor();
  database = await openDatabase();
  later(() => database.close());
  const log = await openSiteLog(
    database,
    LAYOUTS.reduce((sum, count) => sum + count),
  );
  await until('everything to be decided', async () => (await log.lag()) === 0, 60_000);
  orders = await readOrderEvidence(database, log, traders, load.orders);
  trades = await readTradeEvidence(database, log, load.calls, load.trades);
}, 300_000);

describe('the number of partitions, raised three times under load, twice after an attempt that was killed in the middle', () => {
  it('each change was told, and the platform never ended by itself', () => {
    expect(platform.collapses()).toEqual([]);
    for (const count of LAYOUTS.slice(1)) expect(printed.join('')).toContain(`It has ${count} partitions now.`);
  });

  it('every layout was worked on by partitions of its own, each of which keeps what was booked in it', async () => {
    const { rows } = await sql<{ partition: number }>`
      SELECT partition FROM journal GROUP BY partition ORDER BY partition`.execute(database.sql);
    const starts = LAYOUTS.map((_, index) => LAYOUTS.slice(0, index).reduce((sum, count) => sum + count, 0));
    for (const [index, start] of starts.entries()) {
      const own = rows.filter(({ partition }) => partition >= start && partition < start + LAYOUTS[index]!);
      expect(own.length).toBeGreaterThan(1);
    }
  });

  ordersHold(() => orders);
  tradesHold(() => trades);

  it('`bourse audit verify` finds the books in order from the first entry on', async () => {
    const verify = startBourse(['audit', 'verify'], environment);
    later(() => verify.kill());
    expect(await verify.ended).toEqual({ code: 0, signal: null });
    expect(verify.output()).toContain('The books are in order.');
  });

  it('a start with another LOG_PARTITIONS is refused, with the number and the command', async () => {
    await platform.stop();
    const other = startBourse(['start'], { ...environment, LOG_PARTITIONS: '4' });
    later(() => other.kill());
    expect((await other.ended).code).toBe(1);
    expect(other.output()).toContain('has 9 partitions, and LOG_PARTITIONS is 4');
    expect(other.output()).toContain('bourse partitions --to');
  });

  it('records that nobody decides are not left behind: then nothing changes, and orders are taken again', async () => {
    const same = await run('partitions', '--to', '9');
    expect(same).toMatchObject({ code: 0 });
    const fewer = await run('partitions', '--to', '3');
    expect(fewer.code).toBe(1);
    expect(fewer.output).toContain('can be raised, not lowered');
    const server = await startEmbeddedPostgres({ dataDirectory: environment['BOURSE_DATA_DIR']! });
    later(() => server.stop());
    const beside = openTestDatabase(server.connection);
    later(() => beside.close());
    const log = await openPostgresLog(beside, { ...DEFAULT_LOG_LIMITS, topics: { orders: 9 }, firstPartition: 17 });
    await log.append('orders', [jsonRecord('somebody', 'undecided')]);
    const refused = await run('partitions', '--to', '10', '--wait', '1');
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('Nothing was changed: the workers have not decided in time');
    expect(await log.append('orders', [jsonRecord('somebody', 'welcome again')])).toHaveLength(1);
  });
});

async function openDatabase(): Promise<Database> {
  const connection = await until('the database', () => findRunningEmbeddedPostgres(environment['BOURSE_DATA_DIR']!));
  return openTestDatabase(connection);
}

async function run(...command: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const started = startBourse(command, environment);
  later(() => started.kill());
  const { code } = await started.ended;
  printed.push(started.output());
  return { code, output: started.output() };
}

/** Goes on until it succeeds: an attempt that was interrupted is held for some seconds. */
async function change(count: number): Promise<void> {
  await until(
    `${count} partitions`,
    async () => {
      const { code, output } = await run('partitions', '--to', String(count));
      if (code !== 0) expect(output).toContain('somebody else is just changing');
      return code === 0;
    },
    60_000,
  );
  await load.moreAnswers();
}

async function partitions(): Promise<number> {
  const { output } = await run('partitions');
  return Number(/has (\d+) partitions/.exec(output)?.[1]);
}

/** Begins a change that cannot come to its end, because the workers are held up, and strikes when the first topics are closed. */
async function leaveHalfDone(strike: (command: ReturnType<typeof startBourse>) => Promise<void>): Promise<void> {
  const beside = await openDatabase();
  try {
    await beside
      .query((connection) =>
        connection.transaction().execute(async (transaction) => {
          // Trades too: they are always in the log before they are decided, orders may be decided on their way into it.
          await sql`SELECT FROM log_positions WHERE topic IN ('orders', 'trades-inbound') FOR UPDATE`.execute(
            transaction,
          );
          const command = startBourse(['partitions', '--to', '12'], environment);
          later(() => command.kill());
          await until('orders to be refused', async () => {
            const { rows } = await sql<{ closed: boolean }>`
              SELECT bool_or(closed) AS closed FROM log_ends
              WHERE topic = 'orders' AND partition >= (SELECT max(first_partition) FROM log_layouts)`.execute(
              beside.sql,
            );
            return rows[0]?.closed;
          });
          await strike(command);
        }),
      )
      // The database of the platform goes with it.
      .catch((error: unknown) => expect(String(error)).toMatch(/terminat|unavailable|ECONN/));
  } finally {
    await beside.close();
  }
}
