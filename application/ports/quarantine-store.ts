import type { PriceFault } from '@bourse/core/market/price-validation.ts';
import type { Transaction } from './transactions.ts';

/** What was not believed of one instrument for one reason: its newest quote, and how often and when such quotes came. */
export interface QuarantineEntry {
  readonly symbol: string;
  readonly reason: PriceFault;
  /** The newest quote, millionths; null when it was absent or not readable as a number. */
  readonly priceMicros: bigint | null;
  /** Who quoted it: "vendor", "feed", … */
  readonly source: string;
  readonly asOfMs: number;
  /** The price that it was held against, millionths; null when there was none. */
  readonly lastGoodMicros: bigint | null;
  /** How many quotes there were. */
  readonly quotes: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** Since when a price of the instrument is believed again; null while none is. */
  readonly overAtMs: number | null;
}

/** Which entries are listed, in the order of symbol and reason. */
export interface QuarantineQuery {
  /** 'open' are those whose instrument has no believed quote since; null is all. */
  readonly status: 'open' | 'over' | null;
  /** Behind this entry; null begins. */
  readonly after: { readonly symbol: string; readonly reason: string } | null;
  readonly limit: number;
}

/** The quarantine as operators see it: one entry for each instrument and reason, so it never outgrows the catalogue. */
export interface QuarantineStore {
  /**
   * Adds what happened since the last time: `quotes` are added up, the earliest first and the latest last time stay, the rest is taken
   * from the later of the two. Safe to call from several feeds. Throws Fault('unavailable'); then it is unknown whether it was added.
   */
  add(entries: readonly QuarantineEntry[]): Promise<void>;
  /** At most `limit` entries. Throws Fault('unavailable'). */
  list(query: QuarantineQuery): Promise<readonly QuarantineEntry[]>;
  /** The entry of an instrument and a reason, undefined when there is none. Throws Fault('unavailable'). */
  entry(symbol: string, reason: PriceFault): Promise<QuarantineEntry | undefined>;
  /** How many instruments have an open entry. Throws Fault('unavailable'). */
  openSymbols(): Promise<number>;
  /** Ends all open entries of an instrument as part of a transaction. */
  close(transaction: Transaction, symbol: string, atMs: number): Promise<void>;
}
