import type { LogPositions } from '@bourse/application/ports/log-positions.ts';
import type { LogRetention } from '@bourse/application/ports/log-retention.ts';
import type { MovedTopic } from '@bourse/application/processing/continued-log.ts';
import type { KafkaLog } from '@bourse/kafka/kafka-log.ts';

/** Which topics are looked after, and who needs them. */
export interface MovedReaders {
  readonly moved: readonly MovedTopic[];
  /** The number that the first partition of each topic has here; on Kafka it is 0. */
  readonly firstPartition: number;
  readonly positions: LogPositions;
  readonly groups: readonly { readonly group: string; readonly topic: string }[];
}

/**
 * Removes from topics on Kafka what is old enough and what every group that reads them has passed; of a partition that one of them has not
 * begun with nothing. All that may go goes at once, because there it is one mark in each partition.
 */
export function createMovedRetention(
  kafka: Pick<KafkaLog, 'removeBefore'>,
  { moved, firstPartition, positions, groups }: MovedReaders,
): LogRetention {
  return {
    async removeBefore(atMs) {
      let removed = 0;
      for (const { topic, bases } of moved) {
        const readers = groups.filter((reader) => reader.topic === topic);
        const reached = await Promise.all(readers.map(({ group }) => positions.positions(group, topic)));
        const neededFrom = (onKafka: number): bigint => {
          const partition = onKafka + firstPartition;
          return reached
            .map((ofGroup) => (ofGroup.get(partition) ?? 0n) - (bases.get(partition) ?? 0n))
            .reduce((lowest, offset) => (offset < lowest ? offset : lowest));
        };
        if (readers.length > 0) removed += await kafka.removeBefore(topic, { atMs, neededFrom });
      }
      return removed;
    },
  };
}
