/** Whether calls to the vendor go out: 'half-open' lets one through, and its outcome decides. */
export type BreakerState = 'closed' | 'half-open' | 'open';

/** How the way to the vendor is, as its client sees it. */
export interface VendorHealth {
  breakerState(): BreakerState;
  /** Calls under way, those that wait for a turn left out. */
  callsInFlight(): number;
  /** When the last call succeeded, epoch milliseconds; null when none has. */
  lastSuccessAtMs(): number | null;
}

/** What one feed says of itself. */
export interface FeedReport {
  /** Names the process. */
  readonly member: string;
  /** Where its prices come from. */
  readonly source: 'stream' | 'poll' | 'csv';
  readonly breaker: BreakerState | null;
  readonly callsInFlight: number;
  readonly lastSuccessAtMs: number | null;
  /** When the catalogue was last walked to its end; null when it never was. */
  readonly lastRefreshAtMs: number | null;
  /** When it is walked next; null while a walk is under way, and for a feed without a vendor. */
  readonly nextRefreshAtMs: number | null;
  /** Pages that are to be fetched out of turn. */
  readonly pagesInvalidated: number;
  readonly reportedAtMs: number;
}

/** The newest report of each feed, so that any process can tell how they are. */
export interface FeedReports {
  /** Takes the place of the report of the same member; reports older than `keepMs` are removed. Throws Fault('unavailable'). */
  put(report: FeedReport, keepMs: number): Promise<void>;
  /** Throws Fault('unavailable'). */
  remove(member: string): Promise<void>;
  /** In the order of their members, at most a thousand. Throws Fault('unavailable'). */
  all(): Promise<readonly FeedReport[]>;
}
