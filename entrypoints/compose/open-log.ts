import { MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { LogLayouts } from '@bourse/application/ports/log-layouts.ts';
import type { LogNotifications } from '@bourse/application/ports/log-notifications.ts';
import type { Log, RemoteLog } from '@bourse/application/ports/log.ts';
import type { LogPositions } from '@bourse/application/ports/log-positions.ts';
import type { LogRetention } from '@bourse/application/ports/log-retention.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { MovedTopic } from '@bourse/application/processing/continued-log.ts';
import { createContinuedLog } from '@bourse/application/processing/continued-log.ts';
import { createGuardedListeners } from '@bourse/application/processing/guarded-listeners.ts';
import { createNumberedLog } from '@bourse/application/processing/numbered-log.ts';
import type { RelayRoute } from '@bourse/application/processing/relay.ts';
import type { Layout } from '@bourse/core/partitioning/layout.ts';
import type { KafkaLog } from '@bourse/kafka/kafka-log.ts';
import type { Database } from '@bourse/postgres/database.ts';
import { movedTopics, moveTopic } from '@bourse/postgres/log/moved-topics.ts';
import { createPostgresLogLayouts, openLayout } from '@bourse/postgres/log/postgres-log-layouts.ts';
import { DEFAULT_LOG_LIMITS, openPostgresLog } from '@bourse/postgres/log/postgres-log.ts';
import type { Settings } from '../config/settings.ts';
import { createMovedRetention } from './moved-retention.ts';
import { COMMAND_TOPICS, openRemoteLog, recordsIn } from './open-remote-log.ts';

/** The log of one process. */
export interface OpenedLog {
  readonly log: Log;
  /** How many partitions it has, and how they are numbered. */
  readonly layout: Layout;
  readonly layouts: LogLayouts;
  /** The log on Kafka, and what a relay has to bring there; null where everything stays in the database. */
  readonly remote: OpenedRemoteLog | null;
  close(): Promise<void>;
}

/** The log on Kafka as one process sees it. */
export interface OpenedRemoteLog extends Pick<KafkaLog, 'refuseAppends' | 'acceptAppends'> {
  readonly log: RemoteLog;
  readonly routes: readonly RelayRoute[];
  /** Removes there what these groups are done with. */
  retention(
    positions: LogPositions,
    groups: readonly { readonly group: string; readonly topic: string }[],
  ): LogRetention;
}

/** Ticks that are part of a transaction: the price that an operator accepted. */
export const MARKET_DATA_OUTBOX = 'market-data-outbox';

const ROUTES: readonly RelayRoute[] = [
  { from: EXECUTIONS_TOPIC, to: EXECUTIONS_TOPIC },
  { from: MARKET_DATA_OUTBOX, to: MARKET_DATA_TOPIC },
];

/**
 * Opens the log in the database, and with KAFKA_BROKERS the one on Kafka behind it: the first time its topics move there, and never back.
 * Throws Fault('invalid-data') with what to set when the log is not where the settings say or has another number of partitions, and
 * Fault('unavailable').
 */
export async function openLog(
  database: Database,
  settings: Settings,
  notifications: LogNotifications | undefined,
  logger: Logger,
): Promise<OpenedLog> {
  const { kafkaBrokers, logPartitions } = settings;
  const layout = await openLayout(database, logPartitions);
  const { firstPartition, partitions } = layout;
  const topics = [...COMMAND_TOPICS, EXECUTIONS_TOPIC, ...(kafkaBrokers === null ? [] : [MARKET_DATA_OUTBOX])];
  const log = await openPostgresLog(database, {
    ...DEFAULT_LOG_LIMITS,
    topics: Object.fromEntries(topics.map((topic) => [topic, partitions])),
    firstPartition,
    ...(notifications === undefined ? {} : { notifications }),
  });
  if (kafkaBrokers === null) {
    await refuseMoved(database);
    const layouts = createPostgresLogLayouts(database, () => Promise.resolve());
    return { log: createGuardedListeners(log, logger), layout, layouts, remote: null, close: () => Promise.resolve() };
  }
  const kafka = await openRemoteLog(settings, kafkaBrokers, layout, logger);
  try {
    const moved: MovedTopic[] = [];
    for (const topic of COMMAND_TOPICS) moved.push(await move(database, kafka, { topic, firstPartition }));
    const numbered = createNumberedLog(kafka, firstPartition);
    return {
      log: createGuardedListeners(createContinuedLog(log, numbered, moved), logger),
      layout,
      layouts: createPostgresLogLayouts(database, () => kafka.acceptAppends()),
      remote: {
        log: numbered,
        routes: ROUTES,
        retention: (positions, groups) => createMovedRetention(kafka, { moved, firstPartition, positions, groups }),
        refuseAppends: (topic) => kafka.refuseAppends(topic),
        acceptAppends: () => kafka.acceptAppends(),
      },
      close: () => kafka.close(),
    };
  } catch (error) {
    await kafka.close();
    throw error;
  }
}

async function move(
  database: Database,
  kafka: KafkaLog,
  moving: { readonly topic: string; readonly firstPartition: number },
): Promise<MovedTopic> {
  const { topic } = moving;
  const home = { identity: kafka.identityOf(topic), records: () => recordsIn(kafka, topic) };
  const bases = await moveTopic(database, moving, home);
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
