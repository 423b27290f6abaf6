import { MARKET_DATA_TOPIC, TICK_SCHEMA_VERSION } from '@bourse/application/market/tick-codec.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { COMMAND_SCHEMA_VERSION } from '@bourse/application/orders/account-command-codec.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import { EVENT_SCHEMA_VERSION } from '@bourse/application/orders/account-event-codec.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { LogNotifications } from '@bourse/application/ports/log-notifications.ts';
import type { Log, RemoteLog } from '@bourse/application/ports/log.ts';
import type { LogPositions } from '@bourse/application/ports/log-positions.ts';
import type { LogRetention } from '@bourse/application/ports/log-retention.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { MovedTopic } from '@bourse/application/processing/continued-log.ts';
import { createContinuedLog } from '@bourse/application/processing/continued-log.ts';
import type { RelayRoute } from '@bourse/application/processing/relay.ts';
import { TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import { SUBMISSION_SCHEMA_VERSION } from '@bourse/application/trades/trade-submission-codec.ts';
import type { KafkaLog } from '@bourse/kafka/kafka-log.ts';
import type { Database } from '@bourse/postgres/database.ts';
import { movedTopics, moveTopic } from '@bourse/postgres/log/moved-topics.ts';
import { DEFAULT_LOG_LIMITS, openPostgresLog } from '@bourse/postgres/log/postgres-log.ts';
import type { Settings } from '../config/settings.ts';
import { createMovedRetention } from './moved-retention.ts';

/** The log of one process. */
export interface OpenedLog {
  readonly log: Log;
  /** The log on Kafka, and what a relay has to bring there; null where everything stays in the database. */
  readonly remote: OpenedRemoteLog | null;
  close(): Promise<void>;
}

/** The log on Kafka as one process sees it. */
export interface OpenedRemoteLog {
  readonly log: RemoteLog;
  readonly routes: readonly RelayRoute[];
  /** Removes there what these groups are done with. */
  retention(
    positions: LogPositions,
    groups: readonly { readonly group: string; readonly topic: string }[],
  ): LogRetention;
}

/** What is handed in from outside goes to Kafka; what was decided is written with the books and published from there. */
const COMMAND_TOPICS = [ORDERS_TOPIC, TRADES_TOPIC, MARKET_DATA_TOPIC];
/** Ticks that are part of a transaction: the price that an operator accepted. */
const MARKET_DATA_OUTBOX = 'market-data-outbox';

const MS_PER_HOUR = 3_600_000;

const SCHEMA_VERSIONS: Readonly<Record<string, number>> = {
  [ORDERS_TOPIC]: COMMAND_SCHEMA_VERSION,
  [TRADES_TOPIC]: SUBMISSION_SCHEMA_VERSION,
  [MARKET_DATA_TOPIC]: TICK_SCHEMA_VERSION,
  [EXECUTIONS_TOPIC]: EVENT_SCHEMA_VERSION,
};

const ROUTES: readonly RelayRoute[] = [
  { from: EXECUTIONS_TOPIC, to: EXECUTIONS_TOPIC },
  { from: MARKET_DATA_OUTBOX, to: MARKET_DATA_TOPIC },
];

/**
 * Opens the log in the database, and with KAFKA_BROKERS the one on Kafka behind it: the first time its topics move there, and never back.
 * Throws Fault('invalid-data') with what to set when the log is not where the settings say, and Fault('unavailable').
 */
export async function openLog(
  database: Database,
  settings: Settings,
  notifications: LogNotifications | undefined,
  logger: Logger,
): Promise<OpenedLog> {
  const { kafkaBrokers, kafkaTopicPrefix, logPartitions } = settings;
  const withPartitions = (topics: readonly string[]) =>
    Object.fromEntries(topics.map((topic) => [topic, logPartitions]));
  const inDatabase = [...COMMAND_TOPICS, EXECUTIONS_TOPIC, ...(kafkaBrokers === null ? [] : [MARKET_DATA_OUTBOX])];
  const log = await openPostgresLog(database, {
    ...DEFAULT_LOG_LIMITS,
    topics: withPartitions(inDatabase),
    ...(notifications === undefined ? {} : { notifications }),
  });
  if (kafkaBrokers === null) {
    await refuseMoved(database);
    return { log, remote: null, close: () => Promise.resolve() };
  }
  // Loaded only where it is used.
  const { openKafkaLog } = await import('@bourse/kafka/kafka-log.ts');
  const topics = withPartitions([...COMMAND_TOPICS, EXECUTIONS_TOPIC]);
  const kafka = await openKafkaLog(
    {
      ...DEFAULT_LOG_LIMITS,
      brokers: kafkaBrokers,
      topicPrefix: kafkaTopicPrefix,
      topics,
      // All that needs what is published has taken it by then; the database knows it in any case.
      keptMs: { [EXECUTIONS_TOPIC]: settings.logRetentionHours * MS_PER_HOUR },
      schemaVersions: SCHEMA_VERSIONS,
    },
    logger,
  );
  try {
    const moved: MovedTopic[] = [];
    for (const topic of COMMAND_TOPICS) moved.push(await move(database, kafka, topic));
    return {
      log: createContinuedLog(log, kafka, moved),
      remote: {
        log: kafka,
        routes: ROUTES,
        retention: (positions, groups) => createMovedRetention(kafka, { moved, positions, groups }),
      },
      close: () => kafka.close(),
    };
  } catch (error) {
    await kafka.close();
    throw error;
  }
}

async function move(database: Database, kafka: KafkaLog, topic: string): Promise<MovedTopic> {
  const records = async (): Promise<bigint> => {
    const partitions = Array.from({ length: kafka.partitionCount(topic) }, (_, partition) => partition);
    const ends = await Promise.all(partitions.map((partition) => kafka.end(topic, partition)));
    return ends.reduce((sum, end) => sum + end, 0n);
  };
  const bases = await moveTopic(database, topic, { identity: kafka.identityOf(topic), records });
  return { topic, bases, outbox: topic === MARKET_DATA_TOPIC ? MARKET_DATA_OUTBOX : topic };
}

async function refuseMoved(database: Database): Promise<void> {
  const moved = await movedTopics(database);
  if (moved.length === 0) return;
  throw new Fault(
    'invalid-data',
    `The topics ${moved.join(', ')} of this database are kept on Kafka: set KAFKA_BROKERS to where they are.`,
  );
}
