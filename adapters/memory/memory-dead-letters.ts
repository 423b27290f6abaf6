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
    async depth() {
      return stored.size;
    },
    letters: () => [...stored.values()],
  };
}

function entryOf(letter: DeadLetter): [string, DeadLetter] {
  const { group, topic, partition, position } = letter;
  return [JSON.stringify([group, topic, partition, position.toString()]), letter];
}
