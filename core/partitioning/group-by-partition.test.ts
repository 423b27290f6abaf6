import { describe, expect, it } from 'vitest';
import { groupByPartition } from './group-by-partition.ts';
import { partitionAmong } from './partition-of.ts';

const record = (key: string, value: number) => ({ key, value });
const PARTITIONS: Readonly<Record<string, readonly number[]>> = { orders: [4, 5, 6, 7], single: [9] };
const partitionsOf = (topic: string): readonly number[] => PARTITIONS[topic] ?? [];

describe('groupByPartition', () => {
  it('makes nothing of nothing', () => {
    expect(groupByPartition([], partitionsOf)).toEqual({ groups: [], slots: [] });
    expect(groupByPartition([{ topic: 'orders', records: [] }], partitionsOf)).toEqual({ groups: [], slots: [[]] });
  });

  it('puts each record into the partition of its key and says where it went', () => {
    const appends = [
      { topic: 'orders', records: ['a', 'b', 'c', 'a'].map(record) },
      { topic: 'single', records: ['a', 'b'].map(record) },
      { topic: 'orders', records: ['a', 'd'].map((key, value) => record(key, value + 10)) },
    ];
    const { groups, slots } = groupByPartition(appends, partitionsOf);
    expect(slots.map((ofAppend) => ofAppend.map(({ group, index }) => group.records[index]))).toEqual(
      appends.map(({ records }) => records),
    );
    for (const { topic, partition, records } of groups) {
      for (const { key } of records) expect(partitionAmong(key, partitionsOf(topic))).toBe(partition);
    }
    expect(new Set(groups.map(({ topic, partition }) => `${topic}/${partition}`)).size).toBe(groups.length);
    const valuesOfA = groups.flatMap(({ topic, records }) =>
      topic === 'orders' ? records.filter(({ key }) => key === 'a').map(({ value }) => value) : [],
    );
    expect(valuesOfA).toEqual([0, 3, 10]);
  });
});
