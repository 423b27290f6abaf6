import { Fault } from '@bourse/application/ports/fault.ts';
import { ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';
import type { AppendBatch } from './append-rounds.ts';
import { withinMs } from './deadline.ts';
import { toFault } from './kafka-faults.ts';
import type { KafkaLogOptions } from './kafka-options.ts';
import { CLIENT_LIMITS } from './kafka-options.ts';
import type { KafkaMessage } from './record-codec.ts';
import { encodeRecord } from './record-codec.ts';

/** Puts batches on the broker, one call after the other. */
export interface BatchProducer {
  /**
   * Resolves with the offset of the first record of each batch once all in-sync replicas have them. At most one batch for each
   * partition. Throws Fault('unavailable') within a quarter of a minute, and then it is unknown what was appended.
   */
  send(batches: readonly AppendBatch[]): Promise<readonly bigint[]>;
  close(): Promise<void>;
}

const SENDING_MS = 15_000;

/**
 * Idempotent: what is sent again after a lost connection is not appended again. A producer that has failed is closed and another one is
 * opened, which begins with a number of its own: its records stand behind whatever the broker still had in hand.
 */
export function createBatchProducer(
  clientId: string,
  { brokers, schemaVersions = {} }: Pick<KafkaLogOptions, 'brokers' | 'schemaVersions'>,
  nameOf: (topic: string) => string,
): BatchProducer {
  const open = () =>
    new Producer({
      ...CLIENT_LIMITS,
      clientId,
      bootstrapBrokers: [...brokers],
      idempotent: true,
      acks: ProduceAcks.ALL,
      serializers: stringSerializers,
    });
  let producer = open();

  return {
    async send(batches) {
      const messages = batches.flatMap(({ group, records }): readonly KafkaMessage[] =>
        records.map((record) =>
          encodeRecord(record, {
            topic: nameOf(group.topic),
            partition: group.partition,
            schemaVersion: schemaVersions[group.topic],
          }),
        ),
      );
      try {
        const { offsets = [] } = await withinMs(SENDING_MS, 'an append', producer.send({ messages }));
        const found = new Map(offsets.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset]));
        return batches.map(({ group }) => {
          const offset = found.get(`${nameOf(group.topic)}/${group.partition}`) ?? -1n;
          if (offset < 0n) throw new Fault('unavailable', 'Kafka: the broker did not say where it put the records');
          return offset;
        });
      } catch (error) {
        const failed = producer;
        producer = open();
        // Nobody uses it any more: how closing it ends changes nothing.
        failed.close().catch(() => undefined);
        throw toFault(error);
      }
    },
    close: () => producer.close(),
  };
}
