import { randomInt, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { createNumberedLog } from '@bourse/application/processing/numbered-log.ts';
import { decodeSubmission } from '@bourse/application/trades/trade-submission-codec.ts';
import { TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import type { Layout } from '@bourse/core/partitioning/layout.ts';
import { openRemoteLog } from '@bourse/entrypoints/compose/open-remote-log.ts';
import { readSettings } from '@bourse/entrypoints/config/settings-codec.ts';
import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { KafkaLog } from '@bourse/kafka/kafka-log.ts';
import type { FoundRecord } from '../contracts/log-reading.ts';
import { jsonRecord, readAll } from '../contracts/log-reading.ts';
import { startBourse } from '../support/bourse-process.ts';
import type { MixedLoad } from '../support/crash/mixed-load.ts';
import { startMixedLoad } from '../support/crash/mixed-load.ts';
import type { OrderEvidence } from '../support/crash/order-evidence.ts';
import { ordersHold, readOrderEvidence } from '../support/crash/order-evidence.ts';
import type { SiteLog } from '../support/crash/site-log.ts';
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
import { openClusterLog } from './cluster-site.ts';

const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(1_000_000));
const INSTRUMENTS = demoInstruments.slice(0, 4);
const ACCOUNTS = 40;
const BETWEEN = 60;
const FIRST: Layout = { number: 1, firstPartition: 0, partitions: 4 };
const SECOND: Layout = { number: 2, firstPartition: 4, partitions: 6 };

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const later = leftovers();
let site: TradingSite;
let roles: readonly Supervised[];
let load: MixedLoad;
let orders: OrderEvidence;
let trades: TradeEvidence;
let remote: readonly { readonly layout: Layout; readonly kafka: KafkaLog }[];

beforeAll(async () => {
  console.log(`change of partitions on Kafka: CRASH_SEED=${SEED}`);
  const random = createSeededRandom(SEED);
  const vendor = await startVendorSimulator({ apiKey: 'key', seed: SEED, instruments: INSTRUMENTS });
  later(() => vendor.close());
  site = await openTradingSite({
    KAFKA_BROKERS: inject('kafkaBrokers'),
    KAFKA_TOPIC_PREFIX: `${randomUUID()}.`,
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
  const anyApi = (): Promise<string> => roles[random() < 0.5 ? 0 : 1]!.url();
  const traders = Array.from({ length: ACCOUNTS }, () => site.trader(anyApi));
  load = await startMixedLoad({ traders, url: anyApi, instruments: INSTRUMENTS, random });
  await load.moreAnswers();

  // The first attempt is killed when Kafka refuses orders; the platform opens its topics again by itself.
  remote = await Promise.all([FIRST].map(open));
  const attempt = startBourse(['partitions', '--to', '6'], site.environment);
  later(() => attempt.kill());
  await until('orders to be refused', async () => {
    if (attempt.ending() !== undefined) throw new Error(`it ended before: ${attempt.output()}`);
    const { rows } = await sql`
      SELECT FROM log_ends WHERE closed AND topic = ${ORDERS_TOPIC} LIMIT 1`.execute(site.server.database.sql);
    return rows.length > 0;
  });
  await attempt.kill();
  await load.moreAnswers();
  await until(
    'the change',
    async () => {
      const change = startBourse(['partitions', '--to', '6'], site.environment);
      later(() => change.kill());
      const { code } = await change.ended;
      if (code !== 0) expect(change.output()).toContain('somebody else is just changing');
      return code === 0;
    },
    90_000,
  );
  const second = await open(SECOND);
  remote = [...remote, second];
  await load.moreAnswers();
  // Some of the answers are to orders from before the change, which were sent again.
  await until(
    'orders in the new layout',
    async () => (await readAll(second.kafka, ORDERS_TOPIC)).length > BETWEEN,
    60_000,
  );

  await load.stop();
  expect(await roles[4]!.stop()).toEqual({ code: 0, signal: null });
  const current = await openClusterLog(site);
  later(() => current.close());
  await until('everything to be decided and published', async () => (await current.lag()) === 0, 60_000);
  const inDatabase = await openSiteLog(site.server.database, FIRST.partitions + SECOND.partitions);
  const log: SiteLog = {
    ...current,
    commands: () => onKafka(ORDERS_TOPIC),
    events: () => inDatabase.events(),
    executions: () => inDatabase.executions(),
    submissions: async () =>
      (await onKafka(TRADES_TOPIC)).map(({ partition, position, record }) => ({
        place: { partition, position },
        submission: decodeSubmission(record),
      })),
  };
  orders = await readOrderEvidence(site.server.database, log, traders, load.orders);
  trades = await readTradeEvidence(site.server.database, log, load.calls, load.trades);
}, 400_000);

describe('the number of partitions of a platform on Kafka, raised under load after an attempt that was killed', () => {
  it('nobody ended by itself, and both layouts were worked on', async () => {
    expect(roles.flatMap((role) => role.collapses())).toEqual([]);
    for (const { layout, kafka } of remote)
      expect((await readAll(kafka, ORDERS_TOPIC)).length, String(layout.number)).toBeGreaterThan(BETWEEN);
  });

  ordersHold(() => orders);
  tradesHold(() => trades);

  it('whoever still has the topics of before in its head is refused, whatever it appends', async () => {
    const [{ kafka }] = remote as [(typeof remote)[number]];
    const before = await readAll(kafka, ORDERS_TOPIC);
    for (const topic of [ORDERS_TOPIC, TRADES_TOPIC])
      await expect(kafka.append(topic, [jsonRecord('late', 1)])).rejects.toMatchObject({ code: 'unavailable' });
    expect(await readAll(kafka, ORDERS_TOPIC)).toEqual(before);
  });

  it('every event is published once to the topic of its layout, in order', async () => {
    const plain = (found: readonly FoundRecord[]) =>
      found.map(({ partition, record }) => [partition, record.key, record.value]);
    expect(plain(await onKafka(EXECUTIONS_TOPIC))).toEqual(plain(orders.events));
  });
});

async function open(layout: Layout): Promise<(typeof remote)[number]> {
  const settings = readSettings(site.environment);
  const kafka = await openRemoteLog(settings, settings.kafkaBrokers ?? [], layout, silent);
  later(() => kafka.close());
  return { layout, kafka };
}

/** A topic as it is on Kafka, first in the layout of before, under the numbers of its partitions. */
async function onKafka(topic: string): Promise<readonly FoundRecord[]> {
  const found = remote.map(({ layout, kafka }) => readAll(createNumberedLog(kafka, layout.firstPartition), topic));
  return (await Promise.all(found)).flat();
}
