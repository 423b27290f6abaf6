import { randomUUID } from 'node:crypto';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { LogPlace, LogRecord, RemoteLog } from '@bourse/application/ports/log.ts';
import { checkSizes } from '@bourse/application/ports/record-limits.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { gather } from '@bourse/core/batching/gather.ts';
import type { KeyedAppend, PartitionGroup } from '@bourse/core/partitioning/group-by-partition.ts';
import { groupByPartition } from '@bourse/core/partitioning/group-by-partition.ts';
import { Admin } from '@platformatic/kafka';
import { cutIntoRounds } from './append-rounds.ts';
import { createAppendWatch } from './append-watch.ts';
import { createBatchProducer } from './batch-producer.ts';
import { toFault } from './kafka-faults.ts';
import { acceptAppends, refuseAppends } from './kafka-intake.ts';
import type { KafkaLogOptions } from './kafka-options.ts';
import { CLIENT_LIMITS, topicName } from './kafka-options.ts';
import type { RemovalLimits } from './kafka-retention.ts';
import { removeRecordsBefore } from './kafka-retention.ts';
import { checkPartitions, createTopics } from './kafka-topics.ts';
import { createLeaderRequests } from './leader-requests.ts';
import { createPartitionReader } from './partition-reader.ts';
import { checkRecord } from './record-codec.ts';
import { untilKnown } from './until-known.ts';

/** The log on Kafka, with what belongs to its being a server elsewhere. */
export interface KafkaLog extends RemoteLog {
  /** Names a topic for good: another one of the same name, or on another cluster, has another identity. Throws RangeError. */
  identityOf(topic: string): string;
  /**
   * Removes whole batches of a topic that were appended before a moment and lie before what is still needed of each partition; answers how
   * many records. Throws Fault('unavailable').
   */
  removeBefore(topic: string, limits: RemovalLimits): Promise<number>;
  /**
   * Has the brokers refuse what anybody appends to a topic, and resolves when all its partitions do: their ends stand still then. Throws
   * Fault('unavailable').
   */
  refuseAppends(topic: string): Promise<void>;
  /** Has the brokers take appends to all topics again. Throws Fault('unavailable'). */
  acceptAppends(): Promise<void>;
  close(): Promise<void>;
}

const MAX_APPENDS_PER_RUN = 2_000;
const MAX_BYTES_PER_RUN = 16 * 1_024 * 1_024;
const MAX_WAITING_BYTES = 64 * 1_024 * 1_024;
const ROUND_LIMITS = { batchBytes: 512 * 1_024, requestBytes: 8 * 1_024 * 1_024 } as const;

interface WaitingAppend extends KeyedAppend<LogRecord> {
  /** How many runs had failed when it came. */
  readonly failuresBefore: number;
  readonly bytes: number;
}

/**
 * The log on Kafka: one topic for each, keys in the same partitions as everywhere in Bourse, positions are offsets. They have no gaps
 * because neither transactions nor compaction are used. Appends go to the broker in groups, one after another: while one is
 * under way the next gathers. What came before a failure is not tried again behind it, so that nobody waits for more than two attempts.
 * Creates the topics that are missing. Throws Fault('unavailable'), and Fault('invalid-data') for a topic with another number of partitions.
 */
export async function openKafkaLog(options: KafkaLogOptions, logger: Logger): Promise<KafkaLog> {
  const { brokers, topics, maxWaitingAppends, maxWaitingBytes = MAX_WAITING_BYTES, maxValueBytes } = options;
  const clientId = `bourse-${randomUUID().slice(0, 8)}`;
  const nameOf = (topic: string): string => topicName(topic, options);
  const topicsByName = new Map(Object.keys(topics).map((topic) => [nameOf(topic), topic]));
  const identities = await prepareTopics(clientId, options, logger);
  const producer = createBatchProducer(clientId, options, nameOf);
  const requests = createLeaderRequests(clientId, brokers);
  // A request that waits for news keeps others on its connection waiting.
  const waitingRequests = createLeaderRequests(`${clientId}-news`, brokers);
  const reader = createPartitionReader(requests, nameOf);
  const listeners = new Map<string, Set<(partition: number) => void>>();
  const hint = (topic: string, partition: number): void => {
    for (const listener of listeners.get(topic) ?? []) listener(partition);
  };
  const watch = createAppendWatch(waitingRequests, logger, ({ topic: name, partition }) => {
    const topic = topicsByName.get(name);
    if (topic !== undefined) hint(topic, partition);
  });
  let failures = 0;

  const numbers = new Map(
    Object.entries(topics).map(([topic, count]) => [topic, Array.from({ length: count }, (_, partition) => partition)]),
  );
  const partitionsOf = (topic: string): readonly number[] => {
    const found = numbers.get(topic);
    if (found === undefined) throw new RangeError(`there is no topic ${topic}`);
    return found;
  };

  /** Where the records of each group are, in the order of the group. */
  async function write(groups: readonly PartitionGroup<LogRecord>[]): Promise<ReadonlyMap<object, readonly bigint[]>> {
    const positions = new Map<object, bigint[]>(groups.map((group) => [group, []]));
    for (const round of cutIntoRounds(groups, ROUND_LIMITS)) {
      const bases = await producer.send(round);
      round.forEach(({ group, records }, index) => {
        const base = bases[index] ?? 0n;
        const ofGroup = positions.get(group) ?? [];
        records.forEach((_, offset) => ofGroup.push(base + BigInt(offset)));
        watch.appended({ topic: nameOf(group.topic), partition: group.partition }, base + BigInt(records.length));
      });
    }
    return positions;
  }

  const append = gather<WaitingAppend, readonly LogPlace[]>(
    async (appends) => {
      if ((appends.at(-1)?.failuresBefore ?? 0) < failures) throw new Fault('unavailable', 'Kafka: appending failed');
      const { groups, slots } = groupByPartition(appends, partitionsOf);
      const positions = await write(groups).catch((error: unknown) => {
        failures += 1;
        throw error;
      });
      for (const { topic, partition } of groups) hint(topic, partition);
      return slots.map((ofAppend) =>
        ofAppend.map(({ group, index }) => {
          const position = positions.get(group)?.[index];
          if (position === undefined) throw new TypeError(`nothing was appended to ${group.topic}/${group.partition}`);
          return { partition: group.partition, position };
        }),
      );
    },
    {
      maxItems: MAX_APPENDS_PER_RUN,
      maxWaiting: maxWaitingAppends,
      sizes: { of: ({ bytes }) => bytes, maxRun: MAX_BYTES_PER_RUN, maxWaiting: maxWaitingBytes },
      overloaded: () =>
        new Fault('overloaded', `more than ${maxWaitingAppends} appends or ${maxWaitingBytes} bytes are waiting`),
    },
  );

  return {
    partitions: partitionsOf,
    identityOf(topic) {
      partitionsOf(topic);
      return identities.get(topic) ?? '';
    },
    async append(topic, records) {
      partitionsOf(topic);
      for (const record of records) checkRecord(record);
      const bytes = checkSizes(records, { maxValueBytes, maxAppendBytes: maxWaitingBytes }, (text) =>
        Buffer.byteLength(text),
      );
      return records.length === 0 ? [] : append({ topic, records, bytes, failuresBefore: failures });
    },
    removeBefore: (topic, limits) =>
      withAdmin(clientId, brokers, (admin) =>
        removeRecordsBefore({ admin, partitionReader: reader, partitionsOf, nameOf }, topic, limits),
      ),
    refuseAppends: (topic) =>
      withAdmin(clientId, brokers, (admin) =>
        refuseAppends(admin, brokers, { name: nameOf(topic), partitions: partitionsOf(topic) }),
      ),
    acceptAppends: () => withAdmin(clientId, brokers, (admin) => acceptAppends(admin, Object.keys(topics).map(nameOf))),
    read: (topic, partition, from, maxRecords) => reader.read(topic, partition, from, maxRecords),
    end: (topic, partition) => requests.offset({ topic: nameOf(topic), partition }, 'end'),
    onAppended(topic, listener) {
      const known = listeners.get(topic) ?? new Set();
      listeners.set(topic, known.add(listener));
      watch.watch(nameOf(topic), partitionsOf(topic));
      return () => known.delete(listener);
    },
    async close() {
      await watch.close();
      await Promise.all([producer.close(), requests.close(), waitingRequests.close()]);
    },
  };
}

/** Creates what is missing and answers the identity of each topic: that of the topic, which no other one ever has. */
async function prepareTopics(
  clientId: string,
  options: KafkaLogOptions,
  logger: Logger,
): Promise<ReadonlyMap<string, string>> {
  return withAdmin(clientId, options.brokers, async (admin) => {
    const made = await createTopics(admin, options, logger);
    const names = Object.keys(options.topics).map((topic) => topicName(topic, options));
    const { topics } = await untilKnown(() => admin.metadata({ topics: names, forceUpdate: true }));
    await untilLed(clientId, options, made);
    return new Map(
      Object.entries(options.topics).map(([topic, partitions]) => {
        const name = topicName(topic, options);
        const found = topics.get(name);
        checkPartitions(name, partitions, found?.partitionsCount ?? 0);
        return [topic, found?.id ?? ''];
      }),
    );
  });
}

/** A broker is told to lead a partition a moment after everybody knows that it does. */
async function untilLed(clientId: string, options: KafkaLogOptions, made: readonly string[]): Promise<void> {
  const requests = createLeaderRequests(`${clientId}-new`, options.brokers);
  try {
    for (const topic of made) {
      for (let partition = 0; partition < (options.topics[topic] ?? 0); partition += 1) {
        await untilKnown(() => requests.offset({ topic: topicName(topic, options), partition }, 'end'));
      }
    }
  } finally {
    await requests.close();
  }
}

/** Works with a client that is opened for it alone. Throws what the work throws, as a fault. */
async function withAdmin<Answer>(
  clientId: string,
  brokers: readonly string[],
  work: (admin: Admin) => Promise<Answer>,
): Promise<Answer> {
  const admin = new Admin({ ...CLIENT_LIMITS, clientId, bootstrapBrokers: [...brokers] });
  try {
    return await work(admin);
  } catch (error) {
    throw toFault(error);
  } finally {
    await admin.close();
  }
}
