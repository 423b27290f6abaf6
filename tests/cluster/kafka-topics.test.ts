import { randomUUID } from 'node:crypto';
import { isFault } from '@bourse/application/ports/fault.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { KafkaLog } from '@bourse/kafka/kafka-log.ts';
import { openKafkaLog } from '@bourse/kafka/kafka-log.ts';
import type { KafkaLogOptions } from '@bourse/kafka/kafka-options.ts';
import { Admin, ConfigResourceTypes, IncrementalAlterConfigOperationTypes } from '@platformatic/kafka';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { jsonRecord, located, recordsOf } from '../contracts/log-reading.ts';
import { leftovers } from '../support/leftovers.ts';
import { until } from '../support/until.ts';

const LIMITS = { maxWaitingAppends: 1_000, maxValueBytes: 1_000 };
const later = leftovers();
const warnings: Readonly<Record<string, unknown>>[] = [];
const logger: Logger = {
  info: () => undefined,
  warn: (fields) => void warnings.push(fields),
  error: () => undefined,
};
let admin: Admin;

beforeAll(() => {
  admin = new Admin({ clientId: 'operator', bootstrapBrokers: [inject('kafkaBrokers')] });
  later(() => admin.close());
});

async function open(topicPrefix: string, more: Partial<KafkaLogOptions> = {}): Promise<KafkaLog> {
  const options = { ...LIMITS, brokers: [inject('kafkaBrokers')], topicPrefix, topics: { orders: 2 }, ...more };
  const log = await openKafkaLog(options, logger);
  later(() => log.close());
  return log;
}

async function settingsOf(name: string): Promise<Readonly<Record<string, unknown>>> {
  const [found] = await admin.describeConfigs({
    resources: [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: name }],
  });
  return Object.fromEntries(found!.configs.map((config) => [config.name, config.value]));
}

async function set(name: string, setting: string, value: string): Promise<void> {
  const configs = [{ name: setting, value, configOperation: IncrementalAlterConfigOperationTypes.SET }];
  await admin.incrementalAlterConfigs({
    resources: [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: name, configs }],
  });
}

describe('topics on Kafka', () => {
  it('are made so that neither time nor size nor compaction removes a record, but for those that may go by time', async () => {
    const prefix = `${randomUUID()}.`;
    await open(prefix, { topics: { orders: 3, told: 1 }, keptMs: { told: 86_400_000 } });
    const kept = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };
    expect(await settingsOf(`${prefix}orders`)).toMatchObject(kept);
    expect(await settingsOf(`${prefix}told`)).toMatchObject({ ...kept, 'retention.ms': '86400000' });
    const { topics } = await admin.metadata({ topics: [`${prefix}orders`] });
    expect(topics.get(`${prefix}orders`)?.partitionsCount).toBe(3);
  });

  it('are mended when others have set them to lose records, and that is told', async () => {
    const prefix = `${randomUUID()}.`;
    await open(prefix);
    await set(`${prefix}orders`, 'retention.ms', '60000');
    await until('the setting', async () => (await settingsOf(`${prefix}orders`))['retention.ms'] === '60000');
    await open(prefix);
    await until('the mended setting', async () => (await settingsOf(`${prefix}orders`))['retention.ms'] === '-1');
    expect(warnings).toContainEqual({
      topic: `${prefix}orders`,
      was: { 'retention.ms': '60000' },
      is: { 'retention.ms': '-1' },
    });
  });

  it('are refused when they are compacted, because records of them may be lost already', async () => {
    const prefix = `${randomUUID()}.`;
    const configs = [{ name: 'cleanup.policy', value: 'compact' }];
    await admin.createTopics({ topics: [`${prefix}orders`], partitions: 2, replicas: 1, configs });
    await expect(open(prefix)).rejects.toSatisfy((error: Error) => {
      expect(error.message).toMatch(/compacted.*KAFKA_TOPIC_PREFIX/s);
      return isFault(error, 'invalid-data');
    });
  });

  it('carry the version of the shape in a header beside those that trace a request', async () => {
    const prefix = `${randomUUID()}.`;
    const log = await open(prefix, { topics: { orders: 1, other: 1 }, schemaVersions: { orders: 7 } });
    const traced = { ...jsonRecord('a', 1), headers: { 'correlation-id': 'c-1', traceparent: '00-1-2-01' } };
    await log.append('orders', [traced]);
    await log.append('other', [traced]);
    const [record] = await recordsOf(log, 'orders', 0);
    expect(record?.headers).toEqual({ ...traced.headers, 'schema-version': '7' });
    expect(await recordsOf(log, 'other', 0)).toEqual([traced]);
  });

  it('lose whole batches that are old enough and not needed any more, and nothing else', async () => {
    const log = await open(`${randomUUID()}.`, { topics: { orders: 1 } });
    await log.append('orders', [jsonRecord('a', 1)]);
    await log.append('orders', [jsonRecord('a', 2), jsonRecord('a', 3)]);
    const between = Date.now() + 1;
    await until('the next millisecond', () => Date.now() > between);
    await log.append('orders', [jsonRecord('a', 4)]);
    const removeUpTo = (atMs: number, needed: bigint) => log.removeBefore('orders', { atMs, neededFrom: () => needed });
    const values = async () => (await located(log, 'orders', 0, (await firstOf(log)) ?? 0n)).map(([, value]) => value);

    expect(await removeUpTo(between, 0n)).toBe(0);
    // The group stands in the middle of the second batch.
    expect(await removeUpTo(between, 2n)).toBe(1);
    expect(await values()).toEqual(['2', '3', '4']);
    // Old enough are the first three records only, however far the group is.
    expect(await removeUpTo(between, 4n)).toBe(2);
    expect(await values()).toEqual(['4']);
    expect(await removeUpTo(between, 4n)).toBe(0);
    expect(await log.end('orders', 0)).toBe(4n);
  });
});

async function firstOf(log: KafkaLog): Promise<bigint | undefined> {
  const [batch] = await log.read('orders', 0, 0n, 1);
  return batch?.basePosition;
}
