import { MARKET_DATA_TOPIC, TICK_SCHEMA_VERSION } from '@bourse/application/market/tick-codec.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { COMMAND_SCHEMA_VERSION } from '@bourse/application/orders/account-command-codec.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import { EVENT_SCHEMA_VERSION } from '@bourse/application/orders/account-event-codec.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import { SUBMISSION_SCHEMA_VERSION } from '@bourse/application/trades/trade-submission-codec.ts';
import type { Layout } from '@bourse/core/partitioning/layout.ts';
import type { KafkaLog } from '@bourse/kafka/kafka-log.ts';
import { DEFAULT_LOG_LIMITS } from '@bourse/postgres/log/postgres-log.ts';
import type { Settings } from '../config/settings.ts';

/** What is handed in from outside: it goes to Kafka where there is one. */
export const COMMAND_TOPICS = [ORDERS_TOPIC, TRADES_TOPIC, MARKET_DATA_TOPIC];

const MS_PER_HOUR = 3_600_000;

const SCHEMA_VERSIONS: Readonly<Record<string, number>> = {
  [ORDERS_TOPIC]: COMMAND_SCHEMA_VERSION,
  [TRADES_TOPIC]: SUBMISSION_SCHEMA_VERSION,
  [MARKET_DATA_TOPIC]: TICK_SCHEMA_VERSION,
  [EXECUTIONS_TOPIC]: EVENT_SCHEMA_VERSION,
};

/**
 * Opens the topics of one layout on Kafka; their partitions begin with 0 there. The topics of the first layout have the plain names, those of
 * later ones its number behind. Throws Fault('unavailable') and Fault('invalid-data').
 */
export async function openRemoteLog(
  settings: Pick<Settings, 'kafkaTopicPrefix' | 'logRetentionHours'>,
  brokers: readonly string[],
  layout: Layout,
  logger: Logger,
): Promise<KafkaLog> {
  // Loaded only where it is used.
  const { openKafkaLog } = await import('@bourse/kafka/kafka-log.ts');
  return openKafkaLog(
    {
      ...DEFAULT_LOG_LIMITS,
      brokers,
      topicPrefix: settings.kafkaTopicPrefix,
      topicSuffix: layout.number === 1 ? '' : `.${layout.number}`,
      topics: Object.fromEntries([...COMMAND_TOPICS, EXECUTIONS_TOPIC].map((topic) => [topic, layout.partitions])),
      // All that needs what is published has taken it by then; the database knows it in any case.
      keptMs: { [EXECUTIONS_TOPIC]: settings.logRetentionHours * MS_PER_HOUR },
      schemaVersions: SCHEMA_VERSIONS,
    },
    logger,
  );
}

/** How many records the topics of commands hold together. Throws Fault('unavailable'). */
export async function recordsIn(kafka: Pick<KafkaLog, 'partitions' | 'end'>, topic: string): Promise<bigint> {
  const ends = await Promise.all(kafka.partitions(topic).map((partition) => kafka.end(topic, partition)));
  return ends.reduce((sum, end) => sum + end, 0n);
}
