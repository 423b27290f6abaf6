import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { Admin } from '@platformatic/kafka';
import { ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';
import { hasAnswer } from './kafka-faults.ts';
import { CLIENT_LIMITS, CLOSED_BATCH_BYTES, MAX_BATCH_BYTES } from './kafka-options.ts';
import { alterSettings, readSettings } from './topic-settings.ts';

const BATCH_SETTING = 'max.message.bytes';
/** The brokers learn of a setting one after another. */
const CLOSING_MS = 15_000;
const AGAIN_MS = 50;
/** Beyond what a broker takes for a time that a clock may tell. */
const FAR_AHEAD_MS = 30 * 86_400_000;

/**
 * Has the brokers refuse everything that is appended to a topic, whoever appends, and resolves when each partition does so: from then on its end
 * stands still. Throws Fault('unavailable') when that takes too long, and whatever the client throws.
 */
export async function refuseAppends(
  admin: Admin,
  brokers: readonly string[],
  { name, partitions }: { readonly name: string; readonly partitions: readonly number[] },
): Promise<void> {
  await alterSettings(admin, name, { [BATCH_SETTING]: String(CLOSED_BATCH_BYTES) });
  const producer = new Producer({
    ...CLIENT_LIMITS,
    clientId: 'bourse-closing',
    bootstrapBrokers: [...brokers],
    acks: ProduceAcks.ALL,
    serializers: stringSerializers,
  });
  try {
    const untilMs = performance.now() + CLOSING_MS;
    for (const partition of partitions) {
      while (!(await refuses(producer, name, partition))) {
        if (performance.now() > untilMs) throw new Fault('unavailable', `Kafka: ${name} still takes records`);
        await delay(AGAIN_MS);
      }
    }
  } finally {
    await producer.close();
  }
}

/** Has the brokers take appends to these topics again; changes nothing where they do. */
export async function acceptAppends(admin: Admin, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const { [BATCH_SETTING]: found } = await readSettings(admin, name, [BATCH_SETTING]);
    if (found === String(CLOSED_BATCH_BYTES)) {
      await alterSettings(admin, name, { [BATCH_SETTING]: String(MAX_BATCH_BYTES) });
    }
  }
}

/** Asks with a record that no partition takes: one that is open refuses it for its time, one that is closed for its size. */
async function refuses(producer: Producer<string, string, string, string>, topic: string, partition: number) {
  const timestamp = BigInt(Date.now() + FAR_AHEAD_MS);
  try {
    await producer.send({ messages: [{ topic, partition, key: '', value: '', timestamp }] });
  } catch (error) {
    if (hasAnswer(error, 'MESSAGE_TOO_LARGE')) return true;
    if (hasAnswer(error, 'INVALID_TIMESTAMP')) return false;
    throw error;
  }
  throw new TypeError(`Kafka: ${topic}/${partition} took a record from the future`);
}
