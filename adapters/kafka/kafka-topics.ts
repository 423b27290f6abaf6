import { Fault } from '@bourse/application/ports/fault.ts';
import type { Admin } from '@platformatic/kafka';
import { hasAnswer } from './kafka-faults.ts';
import type { KafkaLogOptions } from './kafka-options.ts';
import { MAX_BATCH_BYTES } from './kafka-options.ts';

/**
 * Records stay until somebody removes them who knows how far the consumers are: time alone would lose what was acknowledged while the
 * workers are down. A batch is never rewritten, so positions have no gaps.
 */
const CONFIGURATION = [
  { name: 'cleanup.policy', value: 'delete' },
  { name: 'retention.ms', value: '-1' },
  { name: 'retention.bytes', value: '-1' },
  { name: 'max.message.bytes', value: String(MAX_BATCH_BYTES) },
];

/** The broker's own default. */
const REPLICAS = -1;

/**
 * Creates the topics that are missing. A key must never change its partition while records of it wait: throws Fault('invalid-data')
 * for a topic that has another number of partitions. Throws whatever the client throws.
 */
export async function createTopics(admin: Admin, { topics, topicPrefix }: KafkaLogOptions): Promise<void> {
  const existing = new Set(await admin.listTopics());
  for (const [topic, partitions] of Object.entries(topics)) {
    const name = topicPrefix + topic;
    if (existing.has(name)) continue;
    try {
      await admin.createTopics({ topics: [name], partitions, replicas: REPLICAS, configs: CONFIGURATION });
    } catch (error) {
      // Another process was faster.
      if (!hasAnswer(error, 'TOPIC_ALREADY_EXISTS')) throw error;
    }
  }
}

/** Throws Fault('invalid-data') when a topic has not the number of partitions that it should have. */
export function checkPartitions(topic: string, wanted: number, found: number): void {
  if (wanted === found) return;
  throw new Fault(
    'invalid-data',
    `The topic ${topic} on Kafka has ${found} partitions, not ${wanted}: set LOG_PARTITIONS to ${found}.`,
  );
}
