import type { InstrumentChange, InstrumentControl } from '@bourse/application/ports/instrument-control.ts';
import type { MemoryCatalogue } from './memory-catalogue.ts';
import { atCommit } from './memory-transactions.ts';

/** Changes the instruments of a catalogue in memory, and keeps what was changed. */
export function createMemoryInstrumentControl(catalogue: MemoryCatalogue): InstrumentControl {
  const changes: InstrumentChange[] = [];
  return {
    setStatus: async (transaction, symbol, status) => {
      const known = catalogue.instruments.get(symbol);
      if (known === undefined) return 'unknown-symbol';
      atCommit(transaction, () => {
        catalogue.put([{ ...known, status }]);
        return () => catalogue.put([known]);
      });
      return known.status === status ? 'unchanged' : 'changed';
    },
    note: async (transaction, change) => {
      atCommit(transaction, () => {
        changes.push({ ...change, sequence: BigInt(changes.length) + 1n });
        return () => void changes.pop();
      });
    },
    changes: async (before, limit) =>
      changes
        .filter(({ sequence }) => before === null || sequence < before)
        .reverse()
        .slice(0, limit),
    lastSequence: async () => BigInt(changes.length),
  };
}
