import { tradeTerms } from '../load/trade-terms.ts';

/** Trades that a load or an upload sent: those numbered from 0 to below `sent`, of which some were not acknowledged. */
export interface SentTrades {
  readonly sent: number;
  readonly hasOvertaken: boolean;
  readonly unacknowledged: readonly number[];
}

/** How often each trade of a run had each outcome. */
export interface TradeTally {
  /** Counts an outcome of a version of the trade of that number; `reason` is null when it was stored. */
  note(trade: number, version: number, reason: string | null): void;
  /** How often this version was stored; 0 when nothing is known of the trade. */
  stored(trade: number, version: number): number;
  /** How many places there are in which this tally has another number than the other one. */
  differences(other: TradeTally): number;
  readonly counts: Uint8Array;
}

/** Version 1 stored, version 2 refused because it was overtaken, version 3 stored, anything else. */
const PLACES = 4;
const ANYTHING_ELSE = 3;

/** Makes an empty tally for trades numbered to below `trades`; what is outside counts as something else of the first. */
export function tradeTally(trades: number): TradeTally {
  const counts = new Uint8Array(Math.max(1, trades) * PLACES);
  return {
    counts,
    note(trade, version, reason) {
      const isKnown = Number.isInteger(trade) && trade >= 0 && trade < trades;
      const place = isKnown ? trade * PLACES + placeOf(version, reason) : ANYTHING_ELSE;
      counts[place] = (counts[place] ?? 0) + 1;
    },
    stored: (trade, version) => counts[trade * PLACES + placeOf(version, null)] ?? 0,
    differences: (other) => counts.reduce((sum, count, place) => sum + (count === other.counts[place] ? 0 : 1), 0),
  };
}

/** What must have become of them. */
export function expectedTally({ sent, hasOvertaken, unacknowledged }: SentTrades): TradeTally {
  const tally = tradeTally(sent);
  const left = new Set(unacknowledged);
  for (let n = 0; n < sent; n += 1) {
    if (left.has(n)) continue;
    const { trade, version, isOvertaken } = tradeTerms(n, hasOvertaken);
    tally.note(trade, version, isOvertaken ? 'version-superseded' : null);
  }
  return tally;
}

function placeOf(version: number, reason: string | null): number {
  if (version === 2 && reason === 'version-superseded') return 1;
  const isStored = reason === null && (version === 1 || version === 3);
  return isStored ? version - 1 : ANYTHING_ELSE;
}
