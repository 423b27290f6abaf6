/** What a client has done to the vendor's `/stocks`, so that a test can hold it to its limits. */
export interface VendorTraffic {
  readonly calls: number;
  /** Most calls under way at one time. */
  readonly mostInFlight: number;
  /** Most calls that came within any second, of the last ten thousand. */
  readonly mostPerSecond: number;
}

/** Counts calls. */
export interface TrafficCounter {
  /** Counts a call that comes; the function answered says that it is over, and may be called more than once. */
  begin(): () => void;
  read(): VendorTraffic;
}

const MAX_KEPT = 10_000;
const WINDOW_MS = 1_000;

/** Makes a counter; `nowMs` must not go backwards. */
export function trafficCounter(nowMs: () => number): TrafficCounter {
  const arrivals: number[] = [];
  let calls = 0;
  let inFlight = 0;
  let mostInFlight = 0;

  return {
    begin: () => {
      calls += 1;
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      arrivals.push(nowMs());
      if (arrivals.length > MAX_KEPT) arrivals.shift();
      let over = false;
      return () => {
        if (!over) inFlight -= 1;
        over = true;
      };
    },
    read: () => ({ calls, mostInFlight, mostPerSecond: mostWithin(arrivals, WINDOW_MS) }),
  };
}

function mostWithin(sorted: readonly number[], windowMs: number): number {
  let most = 0;
  let from = 0;
  sorted.forEach((arrival, index) => {
    while (arrival - (sorted[from] ?? arrival) >= windowMs) from += 1;
    most = Math.max(most, index - from + 1);
  });
  return most;
}
