/** How requests are sent: always one on each connection, or so many a second whatever becomes of them. */
export type Pace =
  | { readonly kind: 'closed'; readonly connections: number }
  | { readonly kind: 'open'; readonly connections: number; readonly perSecond: number };

/** What is sent. */
export type RequestPlan =
  /** The same requests over and over, whole and ready to be sent. */
  { readonly kind: 'repeat'; readonly requests: readonly string[] } | OrderPlan;

/** Market orders of small quantity over accounts in turn; each that is bought is sold again by the next turn. */
export interface OrderPlan {
  readonly kind: 'orders';
  /** Begins the client order ids: the order numbered n is "<run>-<n>". */
  readonly run: string;
  readonly host: string;
  /** An access token for each account. */
  readonly tokens: readonly string[];
  readonly symbols: readonly string[];
  /** Seconds to wait for the final answer (Prefer: wait); 0 to be answered once the order is durable. */
  readonly waitSeconds: number;
  /** 'buy' for the first purchases, which later sales come from. */
  readonly side: 'buy' | 'alternate';
  /** Whole shares of each order are from 1 to this; the first purchases are all of this size. */
  readonly maxQuantity: number;
}

/** One load on one server. It ends after `seconds` or after `count` requests, and when the last answer is there. */
export interface LoadJob {
  readonly port: number;
  readonly pace: Pace;
  readonly plan: RequestPlan;
  readonly end: { readonly seconds: number } | { readonly count: number };
  /** The status that every answer must have. */
  readonly expectedStatus: number;
}

/** Times in milliseconds. */
export interface Latency {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** What became of a load. */
export interface LoadResult {
  /** Requests sent, all of them answered or lost. */
  readonly sent: number;
  /** Answers with the expected status. */
  readonly good: number;
  /** From the first request to the last answer, seconds. */
  readonly seconds: number;
  /** When the first request was sent, epoch milliseconds. */
  readonly startedAtMs: number;
  /** From the moment a request was due to its answer. In a closed loop it is due when it is sent. */
  readonly latency: Latency;
  /** How late open-loop requests were sent, because the generator or all connections were busy; part of `latency`. */
  readonly sendLag: Latency;
  /** How often each other status came; 0 for lost connections. */
  readonly otherStatuses: Readonly<Record<string, number>>;
  /** The numbers of requests without the expected status, at most some thousands, and what the first few of them were told. */
  readonly failed: readonly number[];
  readonly failures: readonly string[];
  /** Processor time that the generator itself took, seconds. */
  readonly generatorCpuSeconds: number;
}
