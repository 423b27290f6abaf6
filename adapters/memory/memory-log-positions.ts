import { Fault } from '@bourse/application/ports/fault.ts';
import type { LogPositions } from '@bourse/application/ports/log-positions.ts';
import { atCommit } from './memory-transactions.ts';
import { setEntries } from './reversible-map.ts';

interface Standing {
  readonly position: bigint;
  readonly epoch: bigint;
}

/** Positions that can be looked at across groups. */
export interface MemoryLogPositions extends LogPositions {
  /** Where the group that is furthest behind stands; null when no group has ever taken the partition. */
  slowest(topic: string, partition: number): bigint | null;
}

interface Group {
  readonly topic: string;
  readonly standings: Map<number, Standing>;
}

/** Consumer positions for as long as the process lives. The fence is looked at when a transaction commits. */
export function createMemoryLogPositions(): MemoryLogPositions {
  const groups = new Map<string, Group>();
  const groupOf = (group: string, topic: string): Map<number, Standing> => {
    const id = JSON.stringify([group, topic]);
    const known = groups.get(id) ?? { topic, standings: new Map<number, Standing>() };
    groups.set(id, known);
    return known.standings;
  };
  return {
    async take({ group, topic, partition }) {
      const standings = groupOf(group, topic);
      const before = standings.get(partition);
      const taken = { position: before?.position ?? 0n, epoch: (before?.epoch ?? 0n) + 1n };
      standings.set(partition, taken);
      return taken;
    },
    async advance(transaction, group, topic, steps) {
      const standings = groupOf(group, topic);
      atCommit(transaction, () => {
        for (const { partition, from, epoch } of steps) {
          const standing = standings.get(partition);
          if (standing?.position === from && standing.epoch === epoch) continue;
          throw new Fault('fenced', `group ${group} is fenced off topic ${topic}`);
        }
        return setEntries(
          standings,
          steps.map(({ partition, to, epoch }) => [partition, { position: to, epoch }]),
        );
      });
    },
    slowest(topic, partition) {
      return [...groups.values()]
        .flatMap((group) => (group.topic === topic ? (group.standings.get(partition)?.position ?? []) : []))
        .reduce<bigint | null>(
          (slowest, position) => (slowest !== null && slowest < position ? slowest : position),
          null,
        );
    },
    async positions(group, topic) {
      return new Map([...groupOf(group, topic)].map(([partition, { position }]) => [partition, position]));
    },
  };
}
