import type { DeadLetter, DeadLetters } from '@bourse/application/ports/dead-letters.ts';
import { atCommit } from './memory-transactions.ts';
import { setEntries } from './reversible-map.ts';

/** Dead letters that can be looked at. */
export interface MemoryDeadLetters extends DeadLetters {
  /** All letters in the order in which they were stored. */
  letters(): readonly DeadLetter[];
}

/** Dead letters for as long as the process lives. */
export function createMemoryDeadLetters(): MemoryDeadLetters {
  const stored = new Map<string, DeadLetter>();
  return {
    async add(transaction, letters) {
      atCommit(transaction, () =>
        setEntries(
          stored,
          letters.map(entryOf).filter(([id]) => !stored.has(id)),
        ),
      );
    },
    async find(group, topic, places) {
      return places.map(({ partition, position }) => stored.get(idOf({ group, topic, partition, position })));
    },
    async depth() {
      return stored.size;
    },
    letters: () => [...stored.values()],
  };
}

function entryOf(letter: DeadLetter): [string, DeadLetter] {
  return [idOf(letter), letter];
}

function idOf({
  group,
  topic,
  partition,
  position,
}: Pick<DeadLetter, 'group' | 'topic' | 'partition' | 'position'>): string {
  return JSON.stringify([group, topic, partition, position.toString()]);
}
