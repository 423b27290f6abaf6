import type { Instrument } from '@bourse/core/market/instrument.ts';
import type { Price } from '@bourse/core/market/price.ts';
import type { Transaction } from './transactions.ts';

/** One instrument as the vendor quoted it, before anything is believed. */
export interface VendorQuote {
  readonly symbol: string;
  readonly name: string;
  readonly exchange: string;
  readonly sector: string;
  /** As it came; validated by the caller. Null when it was absent or not readable as a decimal number. */
  readonly priceMicros: bigint | null;
  readonly asOfMs: number;
}

/** One page of the vendor's catalogue. */
export interface VendorPage {
  readonly quotes: readonly VendorQuote[];
  /** Cursor of the next page; null on the last. */
  readonly nextToken: string | null;
}

/** The outside vendor of prices: slow, often down, sometimes wrong. */
export interface PriceVendor {
  /**
   * Reads one page; null starts at the beginning. Retries, limits and the circuit breaker are inside.
   * Throws Fault('unavailable') when it gives up, and Fault('invalid-data') when the answer has not the vendor's shape.
   */
  page(nextToken: string | null): Promise<VendorPage>;
}

/** Instruments, their newest prices and their candles, kept across restarts. */
export interface MarketStore {
  /** All instruments. Throws Fault('unavailable'). */
  instruments(): Promise<readonly Instrument[]>;
  /** All newest prices. Throws Fault('unavailable'). */
  prices(): Promise<readonly Price[]>;
  /** Adds instruments and updates names of known ones; a status set by an operator stays. Throws Fault('unavailable'). */
  saveInstruments(instruments: readonly Instrument[]): Promise<void>;
  /**
   * Stores prices as part of a transaction, in the order in which they came: as the newest, where an older as-of time never replaces a newer
   * one, and in the candles of their times, however late they are.
   */
  savePrices(transaction: Transaction, prices: readonly Price[]): Promise<void>;
}
