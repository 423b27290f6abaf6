import { randomUUID } from 'node:crypto';
import type { LogRecord } from '@bourse/application/ports/log.ts';
import { partitionOf } from '@bourse/core/partitioning/partition-of.ts';
import { openKafkaLog } from '@bourse/kafka/kafka-log.ts';
import { ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';
import { figureCollector } from '../report/figure.ts';
import type { BenchmarkCase } from './benchmark-case.ts';

const FULL = { rounds: 5, records: 200_000 };
const QUICK = { rounds: 2, records: 40_000 };
const AT_ONCE = 1_000;
const PARTITIONS = 4;
const LIMITS = { maxWaitingAppends: 50_000, maxValueBytes: 100_000 };
const BULK = 'adapter ÷ bare client, records in bulk';
const SINGLE = 'adapter ÷ bare client, records one by one';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * What the log on Kafka costs over the client that it is made of: the same records, appended idempotently and with acks=all, a thousand under way.
 * Needs a broker, KAFKA_BROKERS, and leaves topics behind whose names begin with "bench-".
 */
export const kafkaAdapter: BenchmarkCase = {
  name: 'kafka-adapter',
  title: 'the log on Kafka against the bare client',
  async run({ quick, say }) {
    const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',').filter((broker) => broker !== '');
    if (brokers.length === 0) throw new Error('KAFKA_BROKERS must name a broker for the case kafka-adapter');
    const { rounds, records } = quick ? QUICK : FULL;
    const figures = figureCollector();
    const faults: string[] = [];
    const topicPrefix = `bench-${randomUUID().slice(0, 8)}.`;
    const topics = { bare: PARTITIONS, bulk: PARTITIONS, single: PARTITIONS };
    const log = await openKafkaLog({ ...LIMITS, brokers, topicPrefix, topics }, silent);
    const producer = openProducer(brokers);
    const content = Array.from({ length: records }, (_, index) => tradeLike(index));
    try {
      for (let round = 0; round < rounds; round += 1) {
        say(`  round ${round + 1} of ${rounds}`);
        const bare = await rateOf(records, () => sendBare(producer, `${topicPrefix}bare`, content));
        const bulk = await rateOf(records, () => inParts(content, (part) => log.append('bulk', part)));
        const single = await rateOf(records, () =>
          inParts(content, (part) => Promise.all(part.map((record) => log.append('single', [record])))),
        );
        figures.add('bare client', 'records/s', bare);
        figures.add('adapter, in bulk', 'records/s', bulk);
        figures.add('adapter, one by one', 'records/s', single);
        figures.add(BULK, '', bulk / bare);
        figures.add(SINGLE, '', single / bare);
      }
      for (const topic of Object.keys(topics)) {
        const ends = await Promise.all([0, 1, 2, 3].map((partition) => log.end(topic, partition)));
        const kept = Number(ends.reduce((sum, end) => sum + end));
        if (kept !== rounds * records) faults.push(`${topic} holds ${kept} records, not ${rounds * records}`);
      }
    } finally {
      await Promise.all([log.close(), producer.close()]);
    }
    return {
      figures: figures.all(),
      verdicts: [BULK, SINGLE].map((name) => ({
        figure: figures.of(name),
        requirement: { bound: 'at-least', value: 0.7 },
      })),
      faults,
    };
  },
};

function openProducer(brokers: string[]) {
  return new Producer({
    clientId: 'bench',
    bootstrapBrokers: brokers,
    idempotent: true,
    acks: ProduceAcks.ALL,
    serializers: stringSerializers,
  });
}

/** As the client wants it: one request after another, each with a thousand records. */
async function sendBare(
  producer: ReturnType<typeof openProducer>,
  topic: string,
  records: readonly LogRecord[],
): Promise<void> {
  await inParts(records, (part) =>
    producer.send({
      messages: part.map(({ key, value, headers }) => ({
        topic,
        partition: partitionOf(key, PARTITIONS),
        key,
        value,
        headers: new Map(Object.entries(headers)),
      })),
    }),
  );
}

async function inParts(
  records: readonly LogRecord[],
  work: (part: readonly LogRecord[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < records.length; at += AT_ONCE) await work(records.slice(at, at + AT_ONCE));
}

async function rateOf(records: number, work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (records * 1_000) / (performance.now() - startedMs);
}

function tradeLike(index: number): LogRecord {
  const trade = { v: 1, tradeId: `T${index}`, version: 1, counterpartyId: 'CP-1', bookId: 'B1' };
  const value = JSON.stringify({ ...trade, maturityDate: '2031-05-20', submittedBy: 'user', submittedAtMs: index });
  return { key: `T${index}`, value, headers: { 'correlation-id': `request-${index}` } };
}
