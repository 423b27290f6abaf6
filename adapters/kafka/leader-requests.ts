import type { Connection, RecordsBatch } from '@platformatic/kafka';
import { Admin, fetchV16, listOffsetsV7 } from '@platformatic/kafka';
import { isOutOfRange, toFault } from './kafka-faults.ts';
import { CLIENT_LIMITS } from './kafka-options.ts';

/** A partition by the name that its topic has on Kafka. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** What is asked of one partition: everything from an offset on. */
export interface Wanted extends TopicPartition {
  readonly from: bigint;
}

/** What a partition answered; `end` is the offset behind the newest record that all in-sync replicas have. */
export interface Found extends TopicPartition {
  readonly batches: readonly RecordsBatch[];
  readonly end: bigint;
}

/** How long the broker waits for news, and how much it answers at once. */
export interface FetchLimits {
  readonly waitMs: number;
  readonly maxBytes: number;
}

/** Requests to whichever broker leads a partition, over connections of its own. */
export interface LeaderRequests {
  /** The brokers that lead the partitions of each topic, in the order of the partitions. Throws Fault('unavailable'). */
  leaders(topics: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>>;
  /** Reads partitions that one broker leads; null when an offset is not there. Throws Fault('unavailable'). */
  fetch(node: number, wanted: readonly Wanted[], limits: FetchLimits): Promise<readonly Found[] | null>;
  /** The oldest offset that is kept, or the one that the next record gets. Throws Fault('unavailable'). */
  offset(where: TopicPartition, which: 'oldest' | 'end'): Promise<bigint>;
  close(): Promise<void>;
}

const SPECIAL_TIMES = { oldest: -2n, end: -1n } as const;
const NO_SESSION = { id: 0, epoch: -1 } as const;
const ANY_EPOCH = -1;
const ANY_REPLICA = -1;
const READ_UNCOMMITTED = 0;

/** Opens no connection yet. After any failure the brokers are asked anew who leads what. */
export function createLeaderRequests(clientId: string, brokers: readonly string[]): LeaderRequests {
  const client = new Admin({ ...CLIENT_LIMITS, clientId, bootstrapBrokers: [...brokers] });

  /** The library keeps what it knows of the cluster for seconds, and asks at once about a topic that is new to it. */
  const leaders = async (names: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> => {
    const { topics } = await client.metadata({ topics: [...names] });
    return new Map(
      names.map((name) => {
        const nodes = topics.get(name)?.partitions.map(({ leader }) => leader) ?? [];
        if (nodes.length === 0 || nodes.some((node) => node < 0)) throw new Error(`${name} has no leader`);
        return [name, nodes];
      }),
    );
  };
  const connectionTo = async (node: number): Promise<Connection> => {
    const { brokers: known } = await client.metadata({ topics: [] });
    const broker = known.get(node);
    if (broker === undefined) throw new Error(`broker ${node} is not known`);
    return client.connections.get(broker);
  };
  const attempt = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await work();
    } catch (error) {
      client.clearMetadata();
      throw toFault(error);
    }
  };

  async function fetch(node: number, wanted: readonly Wanted[], limits: FetchLimits): Promise<readonly Found[]> {
    const asked = [...new Set(wanted.map(({ topic }) => topic))];
    const known = await client.metadata({ topics: asked });
    const names = new Map(asked.map((name) => [known.topics.get(name)?.id ?? '', name]));
    const topics = [...names].map(([topicId, name]) => ({
      topicId,
      partitions: wanted
        .filter(({ topic }) => topic === name)
        .map(({ partition, from }) => ({
          partition,
          currentLeaderEpoch: ANY_EPOCH,
          fetchOffset: from,
          lastFetchedEpoch: ANY_EPOCH,
          partitionMaxBytes: limits.maxBytes,
        })),
    }));
    const { responses } = await fetchV16.api.async(
      await connectionTo(node),
      limits.waitMs,
      1,
      limits.maxBytes,
      READ_UNCOMMITTED,
      NO_SESSION.id,
      NO_SESSION.epoch,
      topics,
      [],
      '',
    );
    return responses.flatMap(({ topicId, partitions }) =>
      partitions.map(({ partitionIndex, highWatermark, records }) => ({
        topic: names.get(topicId) ?? '',
        partition: partitionIndex,
        batches: records ?? [],
        end: highWatermark,
      })),
    );
  }

  return {
    leaders: (topics) => attempt(() => leaders(topics)),
    fetch: (node, wanted, limits) =>
      attempt(() =>
        fetch(node, wanted, limits).catch((error: unknown) => {
          if (isOutOfRange(error)) return null;
          throw error;
        }),
      ),
    offset: (where, which) =>
      attempt(async () => {
        const asked = {
          partitionIndex: where.partition,
          currentLeaderEpoch: ANY_EPOCH,
          timestamp: SPECIAL_TIMES[which],
        };
        const answer = await listOffsetsV7.api.async(
          await connectionTo((await leaders([where.topic])).get(where.topic)?.[where.partition] ?? -1),
          ANY_REPLICA,
          READ_UNCOMMITTED,
          [{ name: where.topic, partitions: [asked] }],
        );
        const offset = answer.topics[0]?.partitions[0]?.offset ?? -1n;
        if (offset < 0n) throw new Error(`the offset of ${where.topic}/${where.partition} is not known`);
        return offset;
      }),
    close: () => client.close(),
  };
}
