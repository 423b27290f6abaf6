import type { DeadLetter, DeadLetters } from '@bourse/application/ports/dead-letters.ts';
import { LISTED_CHARACTERS } from '@bourse/application/ports/dead-letters.ts';
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
    async list(after, limit) {
      const numbered = [...stored.values()].map((letter, index) => ({ id: BigInt(index) + 1n, letter }));
      return numbered
        .reverse()
        .filter(({ id }) => after === null || id < after)
        .slice(0, limit)
        .map(({ id, letter }) => ({ id, letter: shortened(letter), valueLength: [...letter.record.value].length }));
    },
    async depth() {
      return stored.size;
    },
    letters: () => [...stored.values()],
  };
}

function shortened(letter: DeadLetter): DeadLetter {
  const cut = (text: string): string => [...text].slice(0, LISTED_CHARACTERS).join('');
  const { key, value, headers } = letter.record;
  return { ...letter, reason: cut(letter.reason), record: { key: cut(key), value: cut(value), headers } };
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
