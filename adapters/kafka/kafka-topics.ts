import { Fault } from '@bourse/application/ports/fault.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { Admin } from '@platformatic/kafka';
import { hasAnswer } from './kafka-faults.ts';
import type { KafkaLogOptions } from './kafka-options.ts';
import { CLOSED_BATCH_BYTES, MAX_BATCH_BYTES, topicName } from './kafka-options.ts';
import { alterSettings, readSettings } from './topic-settings.ts';

/** The broker's own default. */
const REPLICAS = -1;
const FOR_EVER = -1;
/** How far the clock of whoever appends may be ahead of the broker's. */
const MAX_AHEAD_MS = 3_600_000;

/**
 * What a topic has to be set to. Records stay until somebody removes them who knows how far the consumers are: time alone would lose what
 * was acknowledged while the workers are down. A batch is never rewritten, so positions have no gaps.
 */
function settingsOf(topic: string, { keptMs = {} }: Pick<KafkaLogOptions, 'keptMs'>): Readonly<Record<string, string>> {
  return {
    'cleanup.policy': 'delete',
    'retention.ms': String(keptMs[topic] ?? FOR_EVER),
    'retention.bytes': String(FOR_EVER),
    'max.message.bytes': String(MAX_BATCH_BYTES),
    'message.timestamp.type': 'CreateTime',
    'message.timestamp.after.max.ms': String(MAX_AHEAD_MS),
  };
}

/**
 * Creates the topics that are missing and answers them, and sets right what others have set differently. Throws Fault('invalid-data') for a topic that has
 * lost records, or would lose them and cannot be changed. Throws whatever else the client throws.
 */
export async function createTopics(admin: Admin, options: KafkaLogOptions, logger: Logger): Promise<readonly string[]> {
  const existing = new Set(await admin.listTopics());
  const made: string[] = [];
  for (const [topic, partitions] of Object.entries(options.topics)) {
    const name = topicName(topic, options);
    const settings = settingsOf(topic, options);
    if (existing.has(name)) {
      await mendSettings(admin, name, settings, logger);
      continue;
    }
    const configs = Object.entries(settings).map(([setting, value]) => ({ name: setting, value }));
    try {
      await admin.createTopics({ topics: [name], partitions, replicas: REPLICAS, configs });
    } catch (error) {
      // Another process was faster.
      if (!hasAnswer(error, 'TOPIC_ALREADY_EXISTS')) throw error;
    }
    made.push(topic);
  }
  return made;
}

/**
 * A key must never change its partition while records of it wait: throws Fault('invalid-data') when a topic has not the number of
 * partitions that it should have.
 */
export function checkPartitions(topic: string, wanted: number, found: number): void {
  if (wanted === found) return;
  throw new Fault('invalid-data', `The topic ${topic} on Kafka has ${found} partitions, not ${wanted}.`);
}

async function mendSettings(
  admin: Admin,
  name: string,
  wanted: Readonly<Record<string, string>>,
  logger: Logger,
): Promise<void> {
  const found = await readSettings(admin, name, Object.keys(wanted));
  if (found['cleanup.policy']?.includes('compact') === true) {
    throw new Fault(
      'invalid-data',
      `The topic ${name} on Kafka is compacted, so records of it may be lost: set KAFKA_TOPIC_PREFIX to a prefix of its own.`,
    );
  }
  // Closed on purpose: who closed it opens it again.
  const isClosed = found['max.message.bytes'] === String(CLOSED_BATCH_BYTES);
  const wrong = Object.entries(wanted).filter(
    ([setting, value]) => found[setting] !== value && !(isClosed && setting === 'max.message.bytes'),
  );
  if (wrong.length === 0) return;
  const was = Object.fromEntries(wrong.map(([setting]) => [setting, found[setting]]));
  const is = Object.fromEntries(wrong);
  try {
    await alterSettings(admin, name, is);
  } catch (error) {
    if (!hasAnswer(error, 'TOPIC_AUTHORIZATION_FAILED') && !hasAnswer(error, 'POLICY_VIOLATION')) throw error;
    const sentence = wrong.map(([setting, value]) => `${setting} to ${value}`).join(', ');
    throw new Fault(
      'invalid-data',
      `The topic ${name} on Kafka could lose or refuse records, and may not be changed from here: set its ${sentence}.`,
      error,
    );
  }
  logger.warn(
    { topic: name, was, is },
    'a topic on Kafka could have lost or refused records; its settings were mended',
  );
}
