import type { Latency } from './load-job.ts';

/** Collects times and sums them up. */
export interface LatencyRecorder {
  record(ms: number): void;
  summary(): Latency;
}

const FIRST_CAPACITY = 65_536;

/** Keeps every time, so that percentiles are exact; eight bytes each. */
export function latencyRecorder(): LatencyRecorder {
  let times = new Float64Array(FIRST_CAPACITY);
  let count = 0;
  return {
    record(ms) {
      if (count === times.length) {
        const larger = new Float64Array(times.length * 2);
        larger.set(times);
        times = larger;
      }
      times[count] = ms;
      count += 1;
    },
    summary() {
      const sorted = times.slice(0, count).sort();
      // The smallest time that at least this share of all is not above (nearest rank).
      const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * count) - 1)] ?? 0;
      return { count, p50: rank(0.5), p99: rank(0.99), p999: rank(0.999), max: rank(1) };
    },
  };
}
