import type { UTCTimestamp } from 'lightweight-charts';

/** Epoch milliseconds as the chart wants times: in seconds, and marked as such. */
export function utcTimestamp(atMs: number): UTCTimestamp {
  return Math.floor(atMs / 1_000) as UTCTimestamp;
}
