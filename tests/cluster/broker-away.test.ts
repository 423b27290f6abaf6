import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { isFault } from '@bourse/application/ports/fault.ts';
import type { KafkaLog } from '@bourse/kafka/kafka-log.ts';
import { openKafkaLog } from '@bourse/kafka/kafka-log.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonRecord, located, readAll } from '../contracts/log-reading.ts';
import { leftovers } from '../support/leftovers.ts';
import { until } from '../support/until.ts';
import type { KafkaServer } from './servers/kafka-server.ts';
import { startKafka } from './servers/kafka-server.ts';

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const LIMITS = { maxWaitingAppends: 1_000, maxValueBytes: 1_000 };
/** Two attempts at an append, and some time for a busy machine. */
const LONGEST_WAIT_MS = 45_000;

const later = leftovers();
const isUnavailable = (error: unknown): boolean => isFault(error, 'unavailable');
let kafka: KafkaServer;
let log: KafkaLog;

function open(topics: Readonly<Record<string, number>>): Promise<KafkaLog> {
  return openKafkaLog({ ...LIMITS, brokers: [kafka.brokers], topicPrefix: 'away.', topics }, silent);
}

beforeAll(async () => {
  kafka = await startKafka();
  later(() => kafka.close());
  log = await open({ orders: 2 });
  later(() => log.close());
});

describe('the log on Kafka', () => {
  it('has faults of the world while the broker is away, soon, and goes on by itself when it is back', async () => {
    const told: number[] = [];
    log.onAppended('orders', (partition) => told.push(partition));
    await log.append('orders', [jsonRecord('a', 'before')]);
    await kafka.stop('SIGKILL');

    const startedMs = performance.now();
    const appends = await Promise.allSettled(
      Array.from({ length: 100 }, (_, count) => log.append('orders', [jsonRecord('a', count)])),
    );
    expect(performance.now() - startedMs).toBeLessThan(LONGEST_WAIT_MS);
    for (const append of appends) {
      expect(append.status === 'rejected' && isUnavailable(append.reason)).toBe(true);
    }
    await expect(log.read('orders', 0, 0n, 10)).rejects.toSatisfy(isUnavailable);
    await expect(log.end('orders', 0)).rejects.toSatisfy(isUnavailable);

    await kafka.start();
    const toldBefore = told.length;
    const places = await until('an append to go through', () =>
      log.append('orders', [jsonRecord('a', 'after')]).catch((error: unknown) => {
        if (isUnavailable(error)) return null;
        throw error;
      }),
    );
    const { partition, position } = places[0]!;
    const values = (await located(log, 'orders', partition)).map(([at, value]) => ({ at, value }));
    expect(values[0]?.value).toBe('"before"');
    expect(values.find(({ at }) => at === position)?.value).toBe('"after"');
    await until('somebody to be told', () => told.length > toldBefore);
  });

  it('tells what others append also after the broker was away', async () => {
    const other = await open({ orders: 2 });
    later(() => other.close());
    await kafka.stop('SIGTERM');
    await kafka.start();
    const told: number[] = [];
    log.onAppended('orders', (partition) => told.push(partition));
    await until('news of another process', async () => {
      await other.append('orders', [jsonRecord('b', 1)]).catch((error: unknown) => {
        if (!isUnavailable(error)) throw error;
      });
      return told.length > 0;
    });
    expect(await readAll(log, 'orders')).toEqual(await readAll(other, 'orders'));
  });

  it('refuses topics with another number of partitions than it should have', async () => {
    await expect(open({ orders: 3 })).rejects.toSatisfy((error) => isFault(error, 'invalid-data'));
  });
});
