/** Where the brokers are and how their topics are shaped. */
export interface KafkaLogOptions {
  /** Some of the brokers, "host:port" each. */
  readonly brokers: readonly string[];
  /** Written before the name of each topic, so that platforms can share a cluster. */
  readonly topicPrefix: string;
  /** Written behind the name of each topic, so that each layout of a log has topics of its own (nothing). */
  readonly topicSuffix?: string;
  /** Topics and their numbers of partitions. */
  readonly topics: Readonly<Record<string, number>>;
  /** Topics of which the broker may remove records after so many milliseconds; all others stay until somebody removes them. */
  readonly keptMs?: Readonly<Record<string, number>>;
  /** The version of the shape of each topic's values, written into the header `schema-version` of every record. */
  readonly schemaVersions?: Readonly<Record<string, number>>;
  /** Most calls to `append` that may wait for the broker. */
  readonly maxWaitingAppends: number;
  /** Most bytes of their records, and of those of one call (64 MiB). */
  readonly maxWaitingBytes?: number;
  /** Largest value of one record, bytes. */
  readonly maxValueBytes: number;
}

/** Limits of connections: nobody waits longer than these for a broker that is away. */
export const CLIENT_LIMITS = {
  connectTimeout: 3_000,
  requestTimeout: 5_000,
  timeout: 5_000,
  retries: 3,
  retryDelay: 200,
} as const;

/** The name of a topic on Kafka. */
export function topicName(
  topic: string,
  { topicPrefix, topicSuffix = '' }: Pick<KafkaLogOptions, 'topicPrefix' | 'topicSuffix'>,
): string {
  return `${topicPrefix}${topic}${topicSuffix}`;
}

/** The largest batch of a topic that is to take nothing: there is none so small. */
export const CLOSED_BATCH_BYTES = 1;

/** Largest batch that the topics take: more than a record of the largest value with its key and headers. */
export const MAX_BATCH_BYTES = 8 * 1_024 * 1_024;
