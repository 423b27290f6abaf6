import type { CatalogueHistory } from '@bourse/application/ports/catalogue-history.ts';
import type { InstrumentDescription } from '@bourse/core/market/catalogue-search.ts';
import type { Instrument } from '@bourse/core/market/instrument.ts';

/** Instruments that can be changed, with their past. */
export interface MemoryCatalogue extends CatalogueHistory {
  readonly instruments: ReadonlyMap<string, Instrument>;
  /** Adds instruments and replaces those of the same symbol. */
  put(instruments: readonly Instrument[]): void;
  remove(symbols: readonly string[]): void;
}

interface Change {
  readonly version: bigint;
  readonly symbol: string;
  /** Undefined when it was not there. */
  readonly before: InstrumentDescription | undefined;
  readonly atMs: number;
}

/** An empty catalogue for as long as the process lives; changes are dated by `nowMs`. */
export function createMemoryCatalogue(nowMs: () => number = () => 0): MemoryCatalogue {
  const instruments = new Map<string, Instrument>();
  let changes: readonly Change[] = [];
  let version = 1n;
  let oldest = 1n;

  function note(changed: readonly string[]): void {
    if (changed.length === 0) return;
    version += 1n;
    const noted = changed.map((symbol) => {
      const before = instruments.get(symbol);
      return { version, symbol, before: before && descriptionOf(before), atMs: nowMs() };
    });
    changes = [...changes, ...noted];
  }

  return {
    instruments,
    put(given) {
      note(given.filter((each) => differs(each, instruments.get(each.symbol))).map(({ symbol }) => symbol));
      for (const instrument of given) instruments.set(instrument.symbol, instrument);
    },
    remove(symbols) {
      note(symbols.filter((symbol) => instruments.has(symbol)));
      for (const symbol of symbols) instruments.delete(symbol);
    },
    version: async () => version,
    async instrumentsOf(wanted) {
      if (wanted < oldest || wanted > version) return undefined;
      const then = new Map([...instruments].map(([symbol, instrument]) => [symbol, descriptionOf(instrument)]));
      for (const { symbol, before } of changes.filter((change) => change.version > wanted).reverse()) {
        if (before === undefined) then.delete(symbol);
        else then.set(symbol, before);
      }
      return [...then.values()];
    },
    async forgetChanges(beforeMs, limit) {
      const forgotten = changes.filter(({ atMs }) => atMs < beforeMs).slice(0, limit);
      changes = changes.filter((change) => !forgotten.includes(change));
      oldest = forgotten.at(-1)?.version ?? oldest;
      return forgotten.length;
    },
  };
}

function descriptionOf({ symbol, name, exchange, sector }: Instrument): InstrumentDescription {
  return { symbol, name, exchange, sector };
}

function differs(one: Instrument, other: Instrument | undefined): boolean {
  return one.name !== other?.name || one.exchange !== other.exchange || one.sector !== other.sector;
}
