import type { Latency } from './load-job.ts';

/** Subscribers to prices on one server, for some seconds. */
export interface StreamJob {
  readonly port: number;
  /** A connection for each of these access tokens. */
  readonly tokens: readonly string[];
  readonly symbols: readonly string[];
  /** How many symbols each connection follows, beginning at another one. */
  readonly symbolsEach: number;
  readonly seconds: number;
}

/** What the subscribers were told. */
export interface StreamResult {
  readonly messages: number;
  /** From the moment the vendor gave to a price to its arrival, over all and for each of three equal parts of the time, milliseconds. */
  readonly latency: Latency;
  readonly thirds: readonly Latency[];
  /** How many subscribers were told nothing in the last second. */
  readonly silent: number;
  /** How many connections ended before the load did, and how the first of them did. */
  readonly lost: number;
  readonly firstLoss: string | null;
  /** Processor time that the subscribers took, seconds. */
  readonly cpuSeconds: number;
}
