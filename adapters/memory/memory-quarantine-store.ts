import type { QuarantineEntry, QuarantineStore } from '@bourse/application/ports/quarantine-store.ts';
import { atCommit } from './memory-transactions.ts';
import { setEntries } from './reversible-map.ts';

/** Quarantined prices for as long as the process lives. */
export function createMemoryQuarantineStore(): QuarantineStore {
  const entries = new Map<string, QuarantineEntry>();
  const sorted = (): readonly QuarantineEntry[] => [...entries.values()].sort(byPlace);

  return {
    add: async (added) => {
      for (const entry of added) {
        const known = entries.get(keyOf(entry));
        entries.set(keyOf(entry), known === undefined ? entry : merged(known, entry));
      }
    },
    list: async ({ status, after, limit }) =>
      sorted()
        .filter((entry) => status === null || status === statusOf(entry))
        .filter((entry) => after === null || byPlace(entry, after) > 0)
        .slice(0, limit),
    entry: async (symbol, reason) => entries.get(keyOf({ symbol, reason })),
    openSymbols: async () =>
      new Set(
        sorted()
          .filter((entry) => entry.overAtMs === null)
          .map(({ symbol }) => symbol),
      ).size,
    close: async (transaction, symbol, atMs) => {
      atCommit(transaction, () => {
        const ended = sorted()
          .filter((entry) => entry.symbol === symbol && entry.overAtMs === null)
          .map((entry): readonly [string, QuarantineEntry] => [keyOf(entry), { ...entry, overAtMs: atMs }]);
        return setEntries(entries, ended);
      });
    },
  };
}

interface Place {
  readonly symbol: string;
  readonly reason: string;
}

function keyOf({ symbol, reason }: Place): string {
  return `${reason} ${symbol}`;
}

function byPlace(one: Place, other: Place): number {
  if (one.symbol !== other.symbol) return one.symbol < other.symbol ? -1 : 1;
  if (one.reason === other.reason) return 0;
  return one.reason < other.reason ? -1 : 1;
}

function statusOf({ overAtMs }: QuarantineEntry): 'open' | 'over' {
  return overAtMs === null ? 'open' : 'over';
}

function merged(known: QuarantineEntry, added: QuarantineEntry): QuarantineEntry {
  return {
    ...(added.lastAtMs >= known.lastAtMs ? added : known),
    quotes: known.quotes + added.quotes,
    firstAtMs: Math.min(known.firstAtMs, added.firstAtMs),
  };
}
