import { gather } from '@bourse/core/batching/gather.ts';
import type { Result } from '@bourse/core/result.ts';
import { ok, refuse } from '@bourse/core/result.ts';
import { utcDate } from '@bourse/core/time/utc.ts';
import type { TradeRefusal } from '@bourse/core/trades/trade-decider.ts';
import { refusalOf } from '@bourse/core/trades/trade-decider.ts';
import type { Clock } from '../ports/clock.ts';
import { Fault } from '../ports/fault.ts';
import type { Log } from '../ports/log.ts';
import type { KeyedRequest, RequestKey, RequestOutcomes } from '../ports/request-outcomes.ts';
import type { KnownVersions } from './known-versions.ts';
import type { RequestLookupPorts, RequestQuestion } from './request-lookup.ts';
import { createRequestLookup } from './request-lookup.ts';
import type { RequestStatus } from './request-status.ts';
import type { TradeSubmission } from './trade-submission.ts';
import { fingerprintOf, TRADES_TOPIC } from './trade-submission.ts';
import { encodeSubmission } from './trade-submission-codec.ts';
import { keyOf } from './working-trades.ts';
import type { Trace } from '../tracing/trace.ts';

/** What the trade desk works with. */
export interface TradeDeskPorts extends RequestLookupPorts {
  readonly log: Log;
  readonly outcomes: RequestOutcomes;
  readonly knownVersions: Pick<KnownVersions, 'highest'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Calls back once all requests that came in together were taken up, so that they are looked up and appended together (at once). */
  readonly afterArrivals?: (callback: () => void) => void;
}

/** A submission as it comes from outside; the desk adds the time. */
export type TradeRequest = Omit<TradeSubmission, 'submittedAtMs'>;

/** A submission that is durable in the log. */
export interface TradeReceipt {
  readonly requestId: string;
}

/** Takes trades in and answers what became of them. Every method throws Fault when log or database cannot take it. */
export interface TradeDesk {
  /**
   * Puts a trade into the log and answers once it is durable there. What is known to be refused is refused at once; everything else is decided
   * behind the log. A key that was used before with the same trade answers the first request.
   */
  submit(request: TradeRequest, trace: Trace): Promise<Result<TradeReceipt, TradeRefusal>>;
  /** The same for many trades by one append: one answer for each, in their order. When it throws, none is known to be in the log. */
  submitAll(requests: readonly TradeRequest[], trace: Trace): Promise<readonly Result<TradeReceipt, TradeRefusal>[]>;
  /** Where a request of this user stands; undefined when there is none, or none any more. */
  status(requestId: string, userId: string): Promise<RequestStatus | undefined>;
  /** The same for many, in their order; those that do not exist are left out. */
  statuses(requestIds: readonly string[], userId: string): Promise<readonly RequestStatus[]>;
}

const GATHER_LIMITS = {
  maxItems: 500,
  maxWaiting: 20_000,
  overloaded: () => new Fault('overloaded', 'too many requests are being looked up'),
};

/** Each turn's trades are appended at once, whatever is under way: the log gathers them for its commits. */
const APPEND_LIMITS = {
  runs: Infinity,
  maxWaiting: 50_000,
  overloaded: () => new Fault('overloaded', 'too many trades are on their way into the log'),
};

/** A trade on its way into the log. */
interface Arrival {
  readonly request: TradeRequest;
  readonly trace: Trace;
}

type Answer = Result<TradeReceipt, TradeRefusal>;

/** Opens the trade desk. */
export function createTradeDesk(ports: TradeDeskPorts): TradeDesk {
  const { log, outcomes, requestIds, knownVersions, clock } = ports;
  const lookUp = createRequestLookup(ports);
  const limits = { ...GATHER_LIMITS, ...(ports.afterArrivals === undefined ? {} : { begin: ports.afterArrivals }) };
  const lookUpOne = gather((questions: readonly RequestQuestion[]) => lookUp(questions), limits);
  const appendOne = gather(append, { ...limits, ...APPEND_LIMITS });
  const findKey = gather((keys: readonly RequestKey[]) => outcomes.ofKeys(keys), limits);

  /** The answer to a request that was decided before under its key; undefined for any other. */
  async function repeated(request: TradeRequest): Promise<Answer | undefined> {
    const [key] = keyOf(request);
    const first = key === undefined ? undefined : await findKey(key);
    return first === undefined ? undefined : answerAgain(request, first);
  }

  function answerAgain(request: TradeRequest, { fingerprint, place }: KeyedRequest): Answer {
    if (fingerprint !== fingerprintOf(request)) return refuse('idempotency-key-reused');
    const [requestId = ''] = requestIds.encode([place]);
    return ok({ requestId });
  }

  /**
   * To be asked before a key is looked up: what is decided meanwhile, a trade and what supersedes it, would refuse the repetition of a request
   * that was granted.
   */
  function refusedAtOnce({ trade, asHistory }: TradeRequest, today: string): Answer | undefined {
    const refusal = refusalOf(trade, { highestVersion: knownVersions.highest(trade.tradeId), today, asHistory });
    return refusal === null ? undefined : refuse(refusal);
  }

  /** Puts trades into the log by one append and answers their request ids. */
  async function append(arrivals: readonly Arrival[]): Promise<readonly string[]> {
    const submittedAtMs = clock.now();
    const records = arrivals.map(({ request, trace }) => encodeSubmission({ ...request, submittedAtMs }, trace));
    return requestIds.encode(await log.append(TRADES_TOPIC, records));
  }

  async function submitAll(requests: readonly TradeRequest[], trace: Trace): Promise<readonly Answer[]> {
    const today = utcDate(clock.now());
    const refused = requests.map((request) => refusedAtOnce(request, today));
    const hasKeys = requests.some(({ idempotencyKey }) => idempotencyKey !== null);
    const known = hasKeys ? await Promise.all(requests.map(repeated)) : [];
    const answers = requests.map((_, index) => known[index] ?? refused[index]);
    const taken = requests.filter((_, index) => answers[index] === undefined);
    const receipts = (await append(taken.map((request) => ({ request, trace })))).values();
    return answers.map((answer) => answer ?? ok({ requestId: nextOf(receipts) }));
  }

  return {
    async submit(request, trace) {
      const refused = refusedAtOnce(request, utcDate(clock.now()));
      const known = request.idempotencyKey === null ? undefined : await repeated(request);
      return known ?? refused ?? ok({ requestId: await appendOne({ request, trace }) });
    },
    submitAll,
    status: (requestId, userId) => lookUpOne({ requestId, userId }),
    async statuses(requestIdsAsked, userId) {
      const found = await lookUp(requestIdsAsked.map((requestId) => ({ requestId, userId })));
      return found.filter((status) => status !== undefined);
    },
  };
}

function nextOf(receipts: ArrayIterator<string>): string {
  const next = receipts.next();
  if (next.done === true) throw new RangeError('the log answered fewer places than it was given records');
  return next.value;
}
