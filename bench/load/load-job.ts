/** How requests are sent: always one on each connection, or so many a second whatever becomes of them. */
export type Pace =
  | { readonly kind: 'closed'; readonly connections: number }
  | { readonly kind: 'open'; readonly connections: number; readonly perSecond: number };

/** What is sent. */
export type RequestPlan =
  /** The same requests over and over, whole and ready to be sent. */
  { readonly kind: 'repeat'; readonly requests: readonly string[] } | OrderPlan | TradePlan;

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

/** Trades, most of them new: which trade and version has which number is said by tradeTerms. */
export interface TradePlan extends TradeContent {
  readonly kind: 'trades';
  readonly host: string;
  readonly token: string;
}

/** What the trades of a load hold. */
export interface TradeContent {
  /** Begins the trade ids: the trade that the request numbered n is the first of is "<run>-<n>". At most eight characters. */
  readonly run: string;
  /** Whether versions are sent that were overtaken before: they are refused, at once or behind the log. */
  readonly hasOvertaken: boolean;
  readonly books: readonly string[];
  readonly counterparties: readonly string[];
  /** Dates of maturity, YYYY-MM-DD, none of them before today. */
  readonly maturities: readonly string[];
}

/** One load on one server. It ends after `seconds` or after `count` requests, and when the last answer is there. */
export interface LoadJob {
  readonly port: number;
  readonly pace: Pace;
  readonly plan: RequestPlan;
  readonly end: { readonly seconds: number } | { readonly count: number };
  /** The status that every answer must have. */
  readonly expectedStatus: number;
  /** The status that says "taken, but not yet final", where one was waited for: no fault, but late. */
  readonly lateStatus?: number;
  /** The status that refuses at once what would be refused later anyway: no fault, but not acknowledged either. */
  readonly refusedStatus?: number;
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
  /** Answers with the status for what was not final in time. Their latency ends with that answer. */
  readonly late: number;
  /** The numbers of requests that were refused at once where that is no fault. */
  readonly refused: readonly number[];
  /** From the first request to the last answer, seconds. */
  readonly seconds: number;
  /** When the first request was sent, epoch milliseconds. */
  readonly startedAtMs: number;
  /** From the moment a request was due to its answer. In a closed loop it is due when it is sent. */
  readonly latency: Latency;
  /** How late open-loop requests were sent, because the generator or all connections were busy; part of `latency`. */
  readonly sendLag: Latency;
  /** The numbers of requests that were neither good nor late, and what the first few of them were told (status 0: connection lost). */
  readonly failed: readonly number[];
  readonly failures: readonly string[];
  /** Processor time that the generator itself took, seconds. */
  readonly generatorCpuSeconds: number;
}
