import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lease } from './partition-assignment.ts';
import { assignPartitions } from './partition-assignment.ts';

const MEMBERS = ['a', 'b', 'c', 'd', 'e'];

/** Leases held by living members or by nobody, and the members that live. */
const situation = fc
  .record({ count: fc.integer({ min: 1, max: 24 }), members: fc.subarray(MEMBERS, { minLength: 1 }) })
  .chain(({ count, members }) =>
    fc.record({
      members: fc.constant(members),
      holders: fc.array(fc.constantFrom(null, ...members), { minLength: count, maxLength: count }),
    }),
  );

const leasesOf = (holders: readonly (string | null)[]): Lease[] =>
  holders.map((holder, partition) => ({ partition, holder }));

describe('the assignment of partitions', () => {
  it('keeps and gives up only what is its own, takes only what is free, and stays within its share', () => {
    fc.assert(
      fc.property(situation, ({ members, holders }) => {
        for (const member of members) {
          const { keep, take, giveUp } = assignPartitions(leasesOf(holders), member, members);
          const mine = holders.flatMap((holder, partition) => (holder === member ? [partition] : []));
          expect([...keep, ...giveUp].sort(byNumber)).toEqual(mine);
          for (const partition of take) expect(holders[partition]).toBeNull();
          expect(new Set(take).size).toBe(take.length);
          expect(keep.length + take.length).toBeLessThanOrEqual(Math.ceil(holders.length / members.length));
        }
      }),
    );
  });

  it('ends with an owner for every partition and shares that differ by at most one, whatever it began with', () => {
    fc.assert(
      fc.property(situation, fc.array(fc.nat()), ({ members, holders }, turns) => {
        const current = [...holders];
        const claim = (member: string) => {
          const { take, giveUp } = assignPartitions(leasesOf(current), member, members);
          for (const partition of giveUp) current[partition] = null;
          for (const partition of take) current[partition] = member;
        };
        // In any order first, then twice around: once to give up, once to take.
        for (const turn of turns) claim(members[turn % members.length]!);
        for (const member of [...members, ...members]) claim(member);

        const sizes = members.map((member) => current.filter((holder) => holder === member).length);
        expect(current).not.toContain(null);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);

        const settled = [...current];
        for (const member of members) claim(member);
        expect(current).toEqual(settled);
      }),
    );
  });
});

function byNumber(one: number, other: number): number {
  return one - other;
}
