import { randomUUID } from 'node:crypto';
import { MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import type { ChangePartitionsOptions, TopicsElsewhere } from '@bourse/application/partitions/change-partitions.ts';
import { changePartitions } from '@bourse/application/partitions/change-partitions.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import type { Layout } from '@bourse/core/partitioning/layout.ts';
import type { Database } from '@bourse/postgres/database.ts';
import { beginLayoutChange } from '@bourse/postgres/log/postgres-layout-change.ts';
import { createPostgresLogPositions } from '@bourse/postgres/log/postgres-log-positions.ts';
import { sha256 } from '@bourse/runtime/sha256.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import type { Settings } from '../config/settings.ts';
import { consumerGroups } from './consumer-groups.ts';
import type { OpenedLog } from './open-log.ts';
import { MARKET_DATA_OUTBOX } from './open-log.ts';
import { COMMAND_TOPICS, openRemoteLog, recordsIn } from './open-remote-log.ts';

/** Ticks wake orders, and orders have executions: each topic is closed when nothing that has to go there can come any more. */
const STAGES = [[MARKET_DATA_OUTBOX], [MARKET_DATA_TOPIC], [TRADES_TOPIC, ORDERS_TOPIC], [EXECUTIONS_TOPIC]];

/** Changes the number of partitions of an opened log. As changePartitions, which it wires. */
export function composePartitionsChange(
  { database, opened, settings, logger }: ChangeParts,
  partitions: number,
  options: Pick<ChangePartitionsOptions, 'maxWaitMs' | 'onWaiting' | 'aborted'>,
): ReturnType<typeof changePartitions> {
  const { log, layouts, remote } = opened;
  const elsewhere = remote === null ? null : topicsOnKafka(settings, remote, logger);
  const holder = randomUUID();
  return changePartitions(
    {
      layouts,
      log,
      positions: createPostgresLogPositions(database),
      elsewhere,
      clock: systemClock,
      begin: () =>
        beginLayoutChange(database, holder, {
          sha256: (text) => sha256.sha256(text),
          reopenElsewhere: () => elsewhere?.acceptAppends() ?? Promise.resolve(),
        }),
    },
    partitions,
    { ...options, groups: consumerGroups({ remote }), stages: STAGES },
  );
}

interface ChangeParts {
  readonly database: Database;
  readonly opened: OpenedLog;
  readonly settings: Settings;
  readonly logger: Logger;
}

function topicsOnKafka(settings: Settings, remote: NonNullable<OpenedLog['remote']>, logger: Logger): TopicsElsewhere {
  return {
    topics: COMMAND_TOPICS,
    refuseAppends: (topic) => remote.refuseAppends(topic),
    acceptAppends: () => remote.acceptAppends(),
    prepare: (next) => prepareTopics(settings, next, logger),
  };
}

/** A platform of which the next layout cannot be opened would not start again: so it is opened before anything is closed. */
async function prepareTopics(settings: Settings, next: Layout, logger: Logger): Promise<ReadonlyMap<string, string>> {
  const kafka = await openRemoteLog(settings, settings.kafkaBrokers ?? [], next, logger);
  try {
    const homes = new Map<string, string>();
    for (const topic of COMMAND_TOPICS) {
      if ((await recordsIn(kafka, topic)) > 0n) {
        throw new Fault(
          'invalid-data',
          `The topic ${settings.kafkaTopicPrefix}${topic}.${next.number} on Kafka holds records already: it has to be empty or absent.`,
        );
      }
      homes.set(topic, kafka.identityOf(topic));
    }
    return homes;
  } finally {
    await kafka.close();
  }
}
