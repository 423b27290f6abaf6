import type { Instrument } from './instrument.ts';

/** An instrument as the catalogue describes it. */
export type InstrumentDescription = Omit<Instrument, 'status'>;

/** What is looked for; null where it does not matter. Case does not matter. */
export interface CatalogueSearch {
  /** A part of symbol, name or sector. */
  readonly text: string | null;
  /** The whole name of a sector. */
  readonly sector: string | null;
}

interface IndexedInstrument {
  readonly instrument: InstrumentDescription;
  /** In lower case. */
  readonly symbol: string;
  readonly name: string;
  readonly sector: string;
}

/**
 * Makes the search of a catalogue that does not change. It answers what fits, best first: the symbol itself, symbols that begin with the
 * text, names that begin with it, names and then symbols that have it inside, and sectors. What fits equally is in the order of symbols, as
 * is everything when no text is given.
 */
export function createCatalogueSearch(
  instruments: readonly InstrumentDescription[],
): (search: CatalogueSearch) => readonly InstrumentDescription[] {
  const index = instruments
    .map((instrument): IndexedInstrument => {
      const { symbol, name, sector } = instrument;
      return { instrument, symbol: symbol.toLowerCase(), name: name.toLowerCase(), sector: sector.toLowerCase() };
    })
    .sort((one, other) => (one.instrument.symbol < other.instrument.symbol ? -1 : 1));

  return ({ text, sector }) => {
    const [wantedText, wantedSector] = [text?.toLowerCase() ?? '', sector?.toLowerCase()];
    const byRank: InstrumentDescription[][] = RANKS.map(() => []);
    for (const indexed of index) {
      if (wantedSector !== undefined && indexed.sector !== wantedSector) continue;
      const rank = RANKS.findIndex((fits) => fits(indexed, wantedText));
      byRank[rank]?.push(indexed.instrument);
    }
    return byRank.flat();
  };
}

/** Best first. Every text begins with the empty one. */
const RANKS: readonly ((indexed: IndexedInstrument, text: string) => boolean)[] = [
  ({ symbol }, text) => symbol === text,
  ({ symbol }, text) => symbol.startsWith(text),
  ({ name }, text) => name.startsWith(text),
  ({ name }, text) => name.includes(text),
  ({ symbol }, text) => symbol.includes(text),
  ({ sector }, text) => sector.includes(text),
];
