import { partitionAmong } from './partition-of.ts';

/** Records that one call appends to a topic. */
export interface KeyedAppend<Item> {
  readonly topic: string;
  readonly records: readonly Item[];
}

/** The records that several appends put into one partition, in order. */
export interface PartitionGroup<Item> {
  readonly topic: string;
  readonly partition: number;
  readonly records: Item[];
}

/** Where a record of an append went: into which group, and as which of its records. */
export interface GroupSlot<Item> {
  readonly group: PartitionGroup<Item>;
  readonly index: number;
}

/** What several appends come to: the groups, and for each append the slots of its records, in its order. */
export interface GroupedAppends<Item> {
  readonly groups: readonly PartitionGroup<Item>[];
  readonly slots: readonly (readonly GroupSlot<Item>[])[];
}

/** Gathers the records of appends by topic and partition; records of one key keep their order. */
export function groupByPartition<Item extends { readonly key: string }>(
  appends: readonly KeyedAppend<Item>[],
  partitionsOf: (topic: string) => readonly number[],
): GroupedAppends<Item> {
  const groups = new Map<string, Map<number, PartitionGroup<Item>>>();
  const groupOf = (topic: string, partition: number): PartitionGroup<Item> => {
    const ofTopic = groups.get(topic) ?? new Map<number, PartitionGroup<Item>>();
    groups.set(topic, ofTopic);
    const group = ofTopic.get(partition) ?? { topic, partition, records: [] };
    ofTopic.set(partition, group);
    return group;
  };
  const slots = appends.map(({ topic, records }) => {
    const partitions = partitionsOf(topic);
    return records.map((record) => {
      const group = groupOf(topic, partitionAmong(record.key, partitions));
      return { group, index: group.records.push(record) - 1 };
    });
  });
  return { groups: [...groups.values()].flatMap((ofTopic) => [...ofTopic.values()]), slots };
}
