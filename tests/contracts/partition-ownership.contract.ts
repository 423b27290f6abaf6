import type { Membership, PartitionOwnership } from '@bourse/application/ports/partition-ownership.ts';
import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';
import { until } from '../support/until.ts';

/** Ownership with leases of the length asked for. */
export interface PartitionOwnershipSubject {
  readonly ownership: PartitionOwnership;
  /** Lets a little of the time pass that leases are measured in: a fraction of a short lease. */
  readonly passTime: () => Promise<void>;
}

/** A lease that does not run out during a test, and one that does. */
const LONG_LEASE_MS = 120_000;
const SHORT_LEASE_MS = 300;

/** What every ownership has to do. */
export function partitionOwnershipContract(
  adapter: string,
  open: (leaseMs: number) => Promise<PartitionOwnershipSubject>,
): void {
  let opened = 0;
  const openGroup = async (count: number, leaseMs = LONG_LEASE_MS) => {
    opened += 1;
    const topic = `topic-${opened}`;
    const subject = await open(leaseMs);
    const partitions = Array.from({ length: count }, (_, partition) => partition);
    const as = (member: string): Membership => ({ group: 'group', topic, member, partitions });
    const claim = async (member: string) =>
      (await subject.ownership.claim(as(member))).toSorted((one, other) => one - other);
    return { ...subject, as, claim, leave: (member: string) => subject.ownership.leave(as(member)) };
  };
  /** Lets each member claim in turn, as often as leases need to move. */
  const settle = async (claim: (member: string) => Promise<number[]>, members: readonly string[]) => {
    let shares: number[][] = [];
    for (let round = 0; round < 3; round += 1) {
      shares = [];
      for (const member of members) shares.push(await claim(member));
    }
    return shares;
  };

  contractSuite('PartitionOwnership', adapter, () => {
    it('gives all partitions to a member that is alone, again and again', async () => {
      const { claim } = await openGroup(4);
      expect(await claim('a')).toEqual([0, 1, 2, 3]);
      expect(await claim('a')).toEqual([0, 1, 2, 3]);
    });

    it('renews well before the lease runs out', async () => {
      const { ownership } = await openGroup(1);
      expect(ownership.renewEveryMs).toBeGreaterThan(0);
      expect(ownership.renewEveryMs).toBeLessThanOrEqual(LONG_LEASE_MS / 2);
    });

    it.each([
      [8, 2],
      [8, 3],
      [4, 4],
      [3, 5],
    ])('shares %i partitions evenly among %i members', async (partitions, count) => {
      const { claim } = await openGroup(partitions);
      const shares = await settle(claim, ['e', 'b', 'd', 'a', 'c'].slice(0, count));
      expect(shares.flat().sort((one, other) => one - other)).toEqual(
        Array.from({ length: partitions }, (_, index) => index),
      );
      const sizes = shares.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    });

    it('makes room for a member that joins, without taking from another what that still works on', async () => {
      const { claim } = await openGroup(4);
      const before = await claim('a');
      expect(await claim('b')).toEqual([]);
      const kept = await claim('a');
      expect(kept).toHaveLength(2);
      const joined = await claim('b');
      expect([...kept, ...joined].sort()).toEqual(before);
    });

    it('hands the partitions of a member that leaves to the others at once', async () => {
      const { claim, leave } = await openGroup(4);
      await settle(claim, ['a', 'b']);
      await leave('b');
      expect(await claim('a')).toEqual([0, 1, 2, 3]);
    });

    it('lets a member leave that never came, or left before', async () => {
      const { claim, leave } = await openGroup(2);
      await claim('a');
      await leave('nobody');
      await leave('a');
      await leave('a');
      expect(await claim('b')).toEqual([0, 1]);
    });

    it('hands the partitions of a member that is silent to the others when its lease runs out', async () => {
      const { claim, passTime } = await openGroup(4, SHORT_LEASE_MS);
      await settle(claim, ['a', 'b']);
      const sizes: number[] = [];
      do {
        await passTime();
        sizes.push((await claim('a')).length);
      } while (sizes.at(-1) !== 4);
      // It waited: a silent member is not dead.
      expect(sizes[0]).toBe(2);
    });

    it('gives a member that was silent for too long what the others leave to it', async () => {
      const { claim, passTime } = await openGroup(4, SHORT_LEASE_MS);
      await settle(claim, ['a', 'b']);
      do await passTime();
      while ((await claim('a')).length !== 4);
      expect(await claim('b')).toEqual([]);
      expect(await claim('a')).toHaveLength(2);
      expect(await claim('b')).toHaveLength(2);
    });

    it('tells when a member comes, makes room or leaves', async () => {
      const { ownership, as, claim, leave } = await openGroup(4);
      const told: string[] = [];
      const stop = ownership.onChanged(as('a'), () => told.push('told'));
      ownership.onChanged({ ...as('a'), group: 'another group' }, () => told.push('another group'));
      ownership.onChanged({ ...as('a'), topic: 'another topic' }, () => told.push('another topic'));
      // It is a hint, and may come to nothing while nobody listens yet.
      await until('to be told at all', async () => {
        await leave('nobody');
        return told.length > 0;
      });
      const toldOf = async (what: string, change: () => Promise<unknown>) => {
        await quiet();
        const before = told.length;
        await change();
        await until(`to be told of ${what}`, () => told.length > before);
      };
      /** All that was told before has come: what is told later comes later. */
      const quiet = async () => {
        const before = told.length;
        await leave('nobody');
        await until('news', () => told.length > before);
      };
      await toldOf('the first', () => claim('a'));
      await toldOf('another one', () => claim('b'));
      await toldOf('room', () => claim('a'));
      await claim('b');
      await toldOf('one that left', () => leave('b'));
      expect(new Set(told)).toEqual(new Set(['told']));
      stop();
    });

    it('keeps groups and topics apart', async () => {
      const { ownership, as, claim } = await openGroup(2);
      expect(await claim('a')).toEqual([0, 1]);
      expect(await ownership.claim({ ...as('b'), group: 'another group' })).toHaveLength(2);
      expect(await ownership.claim({ ...as('b'), topic: `${as('b').topic} too` })).toHaveLength(2);
    });

    it('never lets two members hold one partition, whoever claims and leaves at the same time', async () => {
      const { claim, leave } = await openGroup(6);
      const held = new Map<string, readonly number[]>();
      let answers = 0;
      const live = async (member: string, rounds: number) => {
        for (let round = 0; round < rounds; round += 1) {
          // While it asks, a member works on nothing.
          held.set(member, []);
          if (round % 7 === member.charCodeAt(0) % 7) {
            await leave(member);
            continue;
          }
          held.set(member, await claim(member));
          const all = [...held.values()].flat();
          expect(new Set(all).size).toBe(all.length);
          answers += all.length;
        }
      };
      await Promise.all(['a', 'b', 'c', 'd'].map((member) => live(member, 40)));
      expect(answers).toBeGreaterThan(0);
      const shares = await settle(claim, ['a', 'b', 'c', 'd']);
      expect(shares.flat().sort()).toEqual([0, 1, 2, 3, 4, 5]);
    });
  });
}
