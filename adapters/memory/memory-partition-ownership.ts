import type { Clock } from '@bourse/application/ports/clock.ts';
import type { Membership, PartitionOwnership } from '@bourse/application/ports/partition-ownership.ts';
import { assignPartitions } from '@bourse/core/partitioning/partition-assignment.ts';

interface HeldLease {
  readonly member: string;
  readonly expiresAtMs: number;
}

interface Group {
  /** Leases by partition; a partition that nobody has is missing. */
  readonly leases: Map<number, HeldLease>;
  /** Until when each member counts as alive. */
  readonly members: Map<string, number>;
  readonly listeners: Set<() => void>;
}

/** Ownership by leases on the given clock, for all members of one process. */
export function createMemoryPartitionOwnership(clock: Clock, leaseMs: number): PartitionOwnership {
  const groups = new Map<string, Group>();
  const groupOf = ({ group, topic }: Pick<Membership, 'group' | 'topic'>): Group => {
    const id = JSON.stringify([group, topic]);
    const known = groups.get(id) ?? { leases: new Map(), members: new Map(), listeners: new Set() };
    groups.set(id, known);
    return known;
  };
  return {
    renewEveryMs: leaseMs / 3,
    async claim(membership) {
      const { leases, members, listeners } = groupOf(membership);
      const { member, partitions } = membership;
      const nowMs = clock.now();
      forgetExpired(leases, members, nowMs);
      const joined = !members.has(member);
      members.set(member, nowMs + leaseMs);
      const current = partitions.map((partition) => ({
        partition,
        holder: leases.get(partition)?.member ?? null,
      }));
      const { keep, take, giveUp } = assignPartitions(current, member, [...members.keys()]);
      const mine = [...keep, ...take];
      for (const partition of mine) leases.set(partition, { member, expiresAtMs: nowMs + leaseMs });
      for (const partition of giveUp) leases.delete(partition);
      if (joined || giveUp.length > 0) tell(listeners);
      return mine;
    },
    async leave(membership) {
      const { leases, members, listeners } = groupOf(membership);
      members.delete(membership.member);
      for (const [partition, { member }] of leases) if (member === membership.member) leases.delete(partition);
      tell(listeners);
    },
    onChanged(group, listener) {
      const { listeners } = groupOf(group);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function tell(listeners: ReadonlySet<() => void>): void {
  for (const listener of listeners) listener();
}

function forgetExpired(leases: Map<number, HeldLease>, members: Map<string, number>, nowMs: number): void {
  for (const [partition, { expiresAtMs }] of leases) if (expiresAtMs <= nowMs) leases.delete(partition);
  for (const [member, aliveUntilMs] of members) if (aliveUntilMs < nowMs) members.delete(member);
}
