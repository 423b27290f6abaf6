import { Fault } from '@bourse/application/ports/fault.ts';
import type { LogPositions } from '@bourse/application/ports/log-positions.ts';
import { atCommit } from './memory-transactions.ts';
import { setEntries } from './reversible-map.ts';

interface Standing {
  readonly position: bigint;
  readonly epoch: bigint;
}

/** Consumer positions for as long as the process lives. The fence is looked at when a transaction commits. */
export function createMemoryLogPositions(): LogPositions {
  const groups = new Map<string, Map<number, Standing>>();
  const groupOf = (group: string, topic: string): Map<number, Standing> => {
    const id = JSON.stringify([group, topic]);
    const known = groups.get(id) ?? new Map<number, Standing>();
    groups.set(id, known);
    return known;
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
    async positions(group, topic) {
      return new Map([...groupOf(group, topic)].map(([partition, { position }]) => [partition, position]));
    },
  };
}
