import { randomUUID } from 'node:crypto';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { KafkaLog } from '@bourse/kafka/kafka-log.ts';
import { openKafkaLog } from '@bourse/kafka/kafka-log.ts';
import type { KafkaLogOptions } from '@bourse/kafka/kafka-options.ts';
import { inject } from 'vitest';
import { logContract } from '../contracts/log.contract.ts';
import { sharedLogContract } from '../contracts/shared-log.contract.ts';
import { leftovers } from '../support/leftovers.ts';

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const LIMITS = { maxWaitingAppends: 50_000, maxValueLength: 100_000 };

const later = leftovers();

async function open(shape: Omit<KafkaLogOptions, 'brokers' | 'topicPrefix'>, topicPrefix: string): Promise<KafkaLog> {
  const log = await openKafkaLog({ ...shape, brokers: [inject('kafkaBrokers')], topicPrefix }, silent);
  later(() => log.close());
  return log;
}

logContract('kafka', async (shape) => ({ log: await open(shape, `${randomUUID()}.`) }));

sharedLogContract('kafka', (topics, processes) => {
  const prefix = `${randomUUID()}.`;
  return Promise.all(Array.from({ length: processes }, () => open({ ...LIMITS, topics }, prefix)));
});
