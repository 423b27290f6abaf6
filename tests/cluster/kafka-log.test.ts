import { randomUUID } from 'node:crypto';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { KafkaLog } from '@bourse/kafka/kafka-log.ts';
import { openKafkaLog } from '@bourse/kafka/kafka-log.ts';
import type { KafkaLogOptions } from '@bourse/kafka/kafka-options.ts';
import { Producer } from '@platformatic/kafka';
import { inject } from 'vitest';
import { openConsumptionStore } from '../contracts/consumption-store.ts';
import { logConsumptionContract } from '../contracts/log-consumption.contract.ts';
import { logContract } from '../contracts/log.contract.ts';
import { sharedLogContract } from '../contracts/shared-log.contract.ts';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { leftovers } from '../support/leftovers.ts';

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const LIMITS = { maxWaitingAppends: 50_000, maxValueBytes: 100_000 };

const later = leftovers();
const postgres = databaseOfThisFile();

async function open(shape: Omit<KafkaLogOptions, 'brokers' | 'topicPrefix'>, topicPrefix: string): Promise<KafkaLog> {
  const log = await openKafkaLog({ ...shape, brokers: [inject('kafkaBrokers')], topicPrefix }, silent);
  later(() => log.close());
  return log;
}

logContract('kafka', async (shape) => ({ log: await open(shape, `${randomUUID()}.`) }));

/** Positions and effects are in PostgreSQL, as on the cluster profile; who writes beside us writes no text at all. */
logConsumptionContract('kafka', async (topic, partitions, processes) => {
  const { ownership, ...store } = await openConsumptionStore(postgres().database);
  const prefix = `${randomUUID()}.`;
  const openOne = () => open({ ...LIMITS, topics: { [topic]: partitions } }, prefix);
  const logs = await Promise.all(Array.from({ length: processes }, openOne));
  const within = (): Promise<never> => Promise.reject(new TypeError('Kafka takes part in no transaction'));
  return {
    ...store,
    processes: logs.map((log) => ({ log: { ...log, appendWithin: within }, ownership })),
    appendForeign: async (name) => {
      const foreigner = new Producer({ clientId: 'foreigner', bootstrapBrokers: [inject('kafkaBrokers')] });
      later(() => foreigner.close());
      const garbage = Buffer.from([0xff, 0xfe, 0x00, 0xc3]);
      await foreigner.send({ messages: [{ topic: prefix + name, partition: 0, value: garbage }] });
    },
  };
});

sharedLogContract('kafka', (topics, processes) => {
  const prefix = `${randomUUID()}.`;
  return Promise.all(Array.from({ length: processes }, () => open({ ...LIMITS, topics }, prefix)));
});
