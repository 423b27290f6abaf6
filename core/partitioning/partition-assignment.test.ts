import { describe, expect, it } from 'vitest';
import type { Lease } from './partition-assignment.ts';
import { assignPartitions } from './partition-assignment.ts';

const leases = (...holders: (string | null)[]): Lease[] => holders.map((holder, partition) => ({ partition, holder }));

describe('assignPartitions', () => {
  it('gives everything to a member that is alone', () => {
    expect(assignPartitions(leases(null, null, null), 'a', ['a'])).toEqual({ keep: [], take: [0, 1, 2], giveUp: [] });
  });

  it('takes nothing that somebody else holds', () => {
    expect(assignPartitions(leases('a', 'a', 'a', 'a'), 'b', ['a', 'b'])).toEqual({ keep: [], take: [], giveUp: [] });
  });

  it('gives up what is above its share', () => {
    const { keep, take, giveUp } = assignPartitions(leases('a', 'a', 'a', 'a'), 'a', ['b', 'a']);
    expect([keep.length, take.length, giveUp.length]).toEqual([2, 0, 2]);
  });

  it('gives the remainder to the first members by name, so that all agree', () => {
    const free = leases(null, null, null, null, null);
    expect(assignPartitions(free, 'a', ['c', 'a', 'b']).take).toHaveLength(2);
    expect(assignPartitions(free, 'b', ['c', 'a', 'b']).take).toHaveLength(2);
    expect(assignPartitions(free, 'c', ['c', 'a', 'b']).take).toHaveLength(1);
  });

  it('has nothing for the last members when there are more of them than partitions', () => {
    expect(assignPartitions(leases(null), 'b', ['a', 'b'])).toEqual({ keep: [], take: [], giveUp: [] });
  });

  it('refuses a member that is not among the living, as a bug of the caller', () => {
    expect(() => assignPartitions(leases(null), 'ghost', ['a'])).toThrow(RangeError);
  });
});
