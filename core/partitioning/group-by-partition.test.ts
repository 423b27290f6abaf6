import { describe, expect, it } from 'vitest';
import { groupByPartition } from './group-by-partition.ts';
import { partitionOf } from './partition-of.ts';

const record = (key: string, value: number) => ({ key, value });
const COUNTS: Readonly<Record<string, number>> = { orders: 4, single: 1 };
const countOf = (topic: string): number => COUNTS[topic] ?? 0;

describe('groupByPartition', () => {
  it('makes nothing of nothing', () => {
    expect(groupByPartition([], countOf)).toEqual({ groups: [], slots: [] });
    expect(groupByPartition([{ topic: 'orders', records: [] }], countOf)).toEqual({ groups: [], slots: [[]] });
  });

  it('puts each record into the partition of its key and says where it went', () => {
    const appends = [
      { topic: 'orders', records: ['a', 'b', 'c', 'a'].map(record) },
      { topic: 'single', records: ['a', 'b'].map(record) },
      { topic: 'orders', records: ['a', 'd'].map((key, value) => record(key, value + 10)) },
    ];
    const { groups, slots } = groupByPartition(appends, countOf);
    expect(slots.map((ofAppend) => ofAppend.map(({ group, index }) => group.records[index]))).toEqual(
      appends.map(({ records }) => records),
    );
    for (const { topic, partition, records } of groups) {
      for (const { key } of records) expect(partitionOf(key, countOf(topic))).toBe(partition);
    }
    expect(new Set(groups.map(({ topic, partition }) => `${topic}/${partition}`)).size).toBe(groups.length);
    const valuesOfA = groups.flatMap(({ topic, records }) =>
      topic === 'orders' ? records.filter(({ key }) => key === 'a').map(({ value }) => value) : [],
    );
    expect(valuesOfA).toEqual([0, 3, 10]);
  });
});
