import type { InstrumentDescription } from '@bourse/core/market/catalogue-search.ts';

/**
 * The catalogue of instruments with its recent past. Each change of which instruments there are, or of how they are described, leads to a
 * version with a higher number; whoever reads a version gets the same instruments, in every process and for as long as the changes since
 * are kept.
 */
export interface CatalogueHistory {
  /** The number of the newest version. Throws Fault('unavailable'). */
  version(): Promise<bigint>;
  /** The instruments of a version, in any order; undefined when they can no longer be told. Throws Fault('unavailable'). */
  instrumentsOf(version: bigint): Promise<readonly InstrumentDescription[] | undefined>;
  /**
   * Forgets at most `limit` changes that were made before a moment, oldest first, and with each the versions before it; answers how many.
   * Throws Fault('unavailable').
   */
  forgetChanges(beforeMs: number, limit: number): Promise<number>;
}
