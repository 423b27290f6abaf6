import { utcDate } from '@bourse/core/time/utc.ts';
import type { StoredTrade } from '@bourse/core/trades/trade.ts';
import type { TradeRefusal } from '@bourse/core/trades/trade-decider.ts';
import { decideTrade } from '@bourse/core/trades/trade-decider.ts';
import type { KeyedRequest, RequestOutcome, RequestOutcomes } from '../ports/request-outcomes.ts';
import type { TradeStore } from '../ports/trade-store.ts';
import type { Located, Processor } from '../processing/processor.ts';
import type { KnownVersions } from './known-versions.ts';
import type { TradeSubmission } from './trade-submission.ts';
import { fingerprintOf, tradeOf, TRADES_GROUP, TRADES_TOPIC } from './trade-submission.ts';
import { decodeSubmission } from './trade-submission-codec.ts';
import type { WorkingTrades } from './working-trades.ts';
import { createWorkingTrades, keyOf } from './working-trades.ts';

/** What a submission led to. */
export interface TradeEffect {
  /** The record to be written; null when nothing is. */
  readonly trade: StoredTrade | null;
  /** Whether that record is written for the first time. */
  readonly isNew: boolean;
  readonly outcome: RequestOutcome;
  /** The key to be remembered; null without one, and when it is known already. */
  readonly keyed: KeyedRequest | null;
}

/** What the processor works with. */
export interface TradesProcessorPorts {
  readonly store: TradeStore;
  readonly outcomes: RequestOutcomes;
  /** Told of each version once it is stored. */
  readonly knownVersions: Pick<KnownVersions, 'note'>;
  /** Epoch milliseconds; its date in UTC is today. */
  readonly nowMs: () => number;
}

/** Limits of the processor that decides trades. */
export interface TradesProcessorLimits {
  readonly maxBatchRecords: number;
  /** Trades whose highest version is kept in memory. */
  readonly maxTrades: number;
}

export const DEFAULT_TRADES_LIMITS: TradesProcessorLimits = { maxBatchRecords: 1_000, maxTrades: 50_000 };

/** Some 4,000 trades a second are decided as they come; beyond that the sender of a trade waits a moment longer for its outcome. */
const GATHERING = { records: 50, ms: 60 };

/**
 * Decides which versions of trades are stored. Trades, the outcome of each request, and the keys of requests are written in the transaction
 * that moves the position.
 */
export function createTradesProcessor(
  ports: TradesProcessorPorts,
  limits: TradesProcessorLimits,
): Processor<TradeSubmission, TradeEffect> {
  const trades = createWorkingTrades(ports, limits.maxTrades);
  return {
    group: TRADES_GROUP,
    topic: TRADES_TOPIC,
    maxBatchRecords: limits.maxBatchRecords,
    gathering: GATHERING,
    decode: decodeSubmission,
    prepare: (commands) => trades.load(commands.map(({ value }) => value)),
    decide(command) {
      const atMs = ports.nowMs();
      const [key] = keyOf(command.value);
      if (key === undefined) return decided(command, trades, atMs);
      const fingerprint = fingerprintOf(command.value);
      const first = trades.keyed(key);
      if (first !== null) {
        const repeated = first.fingerprint === fingerprint;
        const failureReason = repeated ? first.failureReason : 'idempotency-key-reused';
        return { ...NOTHING_STORED, outcome: outcomeOf(command, failureReason, atMs) };
      }
      const effect = decided(command, trades, atMs);
      const { place, failureReason } = effect.outcome;
      const keyed = { ...key, place, fingerprint, failureReason, decidedAtMs: atMs };
      trades.setKeyed(keyed);
      return { ...effect, keyed };
    },
    async save(transaction, effects) {
      // In this order: what a batch adds it may replace as well.
      await Promise.all([
        ports.store.add(
          transaction,
          effects.flatMap(({ trade, isNew }) => (isNew ? (trade ?? []) : [])),
        ),
        ports.store.save(
          transaction,
          effects.flatMap(({ trade, isNew }) => (isNew ? [] : (trade ?? []))),
        ),
        ports.outcomes.save(
          transaction,
          effects.map(({ outcome }) => outcome),
          effects.flatMap(({ keyed }) => keyed ?? []),
        ),
      ]);
    },
    committed(effects) {
      trades.endBatch();
      for (const { trade } of effects) {
        if (trade !== null) ports.knownVersions.note(trade.tradeId, trade.version);
      }
    },
    discard() {
      trades.clear();
    },
  };
}

const NOTHING_STORED = { trade: null, isNew: false, keyed: null } as const;

/** Decides a submission that is not a repetition, and brings the highest version up to date. */
function decided(command: Located<TradeSubmission>, trades: WorkingTrades, atMs: number): TradeEffect {
  const { value: submission } = command;
  const { tradeId } = submission.trade;
  const decision = decideTrade(tradeOf(submission), {
    highestVersion: trades.highestVersion(tradeId),
    today: utcDate(atMs),
    asHistory: submission.asHistory,
  });
  if (!decision.ok) return { ...NOTHING_STORED, outcome: outcomeOf(command, decision.refusal, atMs) };
  const { trade, expired, isNew, highestVersion } = decision.value;
  trades.setHighestVersion(tradeId, highestVersion);
  return {
    trade: { ...trade, expired, recordedAtMs: atMs, updatedAtMs: atMs },
    isNew,
    outcome: outcomeOf(command, null, atMs),
    keyed: null,
  };
}

function outcomeOf(
  { partition, position, value }: Located<TradeSubmission>,
  failureReason: TradeRefusal | null,
  decidedAtMs: number,
): RequestOutcome {
  const { trade, submittedBy, submittedAtMs } = value;
  return {
    place: { partition, position },
    tradeId: trade.tradeId,
    version: trade.version,
    submittedBy,
    failureReason,
    createdAtMs: submittedAtMs,
    decidedAtMs,
  };
}
