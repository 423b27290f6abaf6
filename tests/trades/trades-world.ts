import { createHash } from 'node:crypto';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { LogPlace, LogRecord } from '@bourse/application/ports/log.ts';
import type { RequestIds } from '@bourse/application/ports/request-ids.ts';
import type { TradeQueries } from '@bourse/application/ports/trade-queries.ts';
import { createKnownVersions } from '@bourse/application/trades/known-versions.ts';
import type { TradeDesk, TradeRequest } from '@bourse/application/trades/trade-desk.ts';
import { createTradeDesk } from '@bourse/application/trades/trade-desk.ts';
import type { TradeSubmission } from '@bourse/application/trades/trade-submission.ts';
import { TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import { encodeSubmission } from '@bourse/application/trades/trade-submission-codec.ts';
import type { TradesProcessorLimits } from '@bourse/application/trades/trades-processor.ts';
import { createTradesProcessor, DEFAULT_TRADES_LIMITS } from '@bourse/application/trades/trades-processor.ts';
import type { NewTrade } from '@bourse/core/trades/trade.ts';
import type { ManualClock } from '@bourse/memory/manual-clock.ts';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import type { MemoryDeadLetters } from '@bourse/memory/memory-dead-letters.ts';
import type { MemoryLog } from '@bourse/memory/memory-log.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import type { MemoryRequestOutcomes } from '@bourse/memory/memory-request-outcomes.ts';
import { createMemoryRequestOutcomes } from '@bourse/memory/memory-request-outcomes.ts';
import { createMemoryTradeQueries } from '@bourse/memory/memory-trade-queries.ts';
import type { MemoryTradeStore } from '@bourse/memory/memory-trade-store.ts';
import { createMemoryTradeStore } from '@bourse/memory/memory-trade-store.ts';
import { createSealedRequestIds } from '@bourse/runtime/sealed-request-ids.ts';
import { memoryWorker } from '../support/memory-worker.ts';

/** Noon UTC. */
export const NOON_MS = Date.UTC(2026, 10, 20, 12);

/** A trade that can be sent but never stored. */
export const UNSTORABLE = 'unstorable';

/** The trade store over memory: a desk, and a worker that decides when it is told to start. */
export interface TradesWorld {
  readonly desk: TradeDesk;
  readonly queries: TradeQueries;
  readonly store: MemoryTradeStore;
  readonly outcomes: MemoryRequestOutcomes;
  readonly deadLetters: MemoryDeadLetters;
  readonly log: MemoryLog;
  readonly requestIds: RequestIds;
  readonly clock: ManualClock;
  /** Starts the worker. */
  start(): void;
  /** Puts submissions into the log by one append, past the desk; answers their request ids. */
  append(...submissions: readonly TradeSubmission[]): Promise<readonly string[]>;
  /** The same for a record of any content. */
  appendRecord(record: LogRecord): Promise<string>;
  /** Waits until everything in the log is decided. */
  decided(): Promise<void>;
  /** Lets the next commits fail: just before, or just after they have become durable. */
  failCommits(...when: readonly ('before' | 'after')[]): void;
  /** Stops the worker and starts another one, which remembers nothing. */
  replaceWorker(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens a world at noon. */
export function tradesWorld(
  given: { readonly limits?: Partial<TradesProcessorLimits>; readonly partitions?: number } = {},
): TradesWorld {
  const clock = createManualClock(NOON_MS);
  const partitions = given.partitions ?? 2;
  const log = createMemoryLog({
    topics: { [TRADES_TOPIC]: partitions },
    maxWaitingAppends: 1_000,
    maxValueBytes: 10_000,
  });
  const stored = createMemoryTradeStore();
  const store: MemoryTradeStore = {
    ...stored,
    async add(transaction, trades) {
      if (trades.some(({ tradeId }) => tradeId === UNSTORABLE)) throw new Fault('invalid-data', 'it cannot be stored');
      await stored.add(transaction, trades);
    },
  };
  const outcomes = createMemoryRequestOutcomes();
  const knownVersions = createKnownVersions(1_000);
  const requestIds = createSealedRequestIds(createHash('sha256').update('tests').digest().subarray(0, 16));
  const worker = memoryWorker(log, clock, () =>
    createTradesProcessor(
      { store, outcomes, knownVersions, nowMs: () => clock.now() },
      { ...DEFAULT_TRADES_LIMITS, ...given.limits },
    ),
  );
  const { positions, deadLetters, start, decided, failCommits, stop } = worker;
  return {
    desk: createTradeDesk({ log, positions, outcomes, deadLetters, requestIds, knownVersions, clock }),
    queries: createMemoryTradeQueries(store),
    ...{ store, outcomes, deadLetters, log, requestIds, clock, start },
    async append(...submissions) {
      const records = submissions.map((submission) => encodeSubmission(submission, {}));
      return requestIds.encode(await log.append(TRADES_TOPIC, records));
    },
    async appendRecord(record) {
      const places: readonly LogPlace[] = await log.append(TRADES_TOPIC, [record]);
      return requestIds.encode(places)[0]!;
    },
    ...{ decided, failCommits, stop },
    async replaceWorker() {
      await stop();
      start();
    },
  };
}

/** T1 v1, maturing a month after the world begins, unless it says otherwise. */
export function newTrade(changes: Partial<NewTrade> = {}): NewTrade {
  return {
    tradeId: 'T1',
    version: 1,
    counterpartyId: 'CP-1',
    bookId: 'B1',
    maturityDate: '2026-12-20',
    createdDate: null,
    ...changes,
  };
}

/** A live trade of Ada without a key, unless it says otherwise. */
export function tradeRequest(trade: Partial<NewTrade> = {}, changes: Partial<TradeRequest> = {}): TradeRequest {
  return { trade: newTrade(trade), asHistory: false, submittedBy: 'ada', idempotencyKey: null, ...changes };
}
