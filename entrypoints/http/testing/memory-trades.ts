import { randomBytes } from 'node:crypto';
import type { Consumer, ConsumerPorts } from '@bourse/application/processing/consumer.ts';
import { startConsumer } from '@bourse/application/processing/consumer.ts';
import { createKnownVersions } from '@bourse/application/trades/known-versions.ts';
import { createTradeDesk } from '@bourse/application/trades/trade-desk.ts';
import { TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import { createTradesProcessor, DEFAULT_TRADES_LIMITS } from '@bourse/application/trades/trades-processor.ts';
import type { ManualClock } from '@bourse/memory/manual-clock.ts';
import type { MemoryDeadLetters } from '@bourse/memory/memory-dead-letters.ts';
import { createMemoryDeadLetters } from '@bourse/memory/memory-dead-letters.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { createMemoryLogPositions } from '@bourse/memory/memory-log-positions.ts';
import { createMemoryPartitionOwnership } from '@bourse/memory/memory-partition-ownership.ts';
import { createMemoryRequestOutcomes } from '@bourse/memory/memory-request-outcomes.ts';
import { createMemoryTradeQueries } from '@bourse/memory/memory-trade-queries.ts';
import { createMemoryTradeStore } from '@bourse/memory/memory-trade-store.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { createSealedRequestIds } from '@bourse/runtime/sealed-request-ids.ts';
import type { RequestsParts } from '../../compose/stream.ts';
import type { TradesDependencies } from '../trades-routes.ts';

/** A trade store in memory, in which nothing is decided before a test wants it. */
export interface MemoryTrades {
  readonly dependencies: TradesDependencies;
  /** What tells the live stream of requests. */
  readonly requests: RequestsParts;
  readonly deadLetters: MemoryDeadLetters;
  /** Starts deciding what was handed in; until then everything waits in the log. */
  decide(): Consumer;
}

const PARTITIONS = 4;
const LEASE_MS = 10_000;
const REMEMBERED_VERSIONS = 1_000;
const KEY_BYTES = 16;

/** Opens a trade store on a clock. */
export function createMemoryTrades(
  clock: ManualClock,
  telemetry: Pick<ConsumerPorts, 'meter' | 'logger'>,
): MemoryTrades {
  const log = createMemoryLog({
    topics: { [TRADES_TOPIC]: PARTITIONS },
    maxWaitingAppends: 10_000,
    maxValueBytes: 100_000,
    nowMs: () => clock.now(),
  });
  const store = createMemoryTradeStore();
  const outcomes = createMemoryRequestOutcomes();
  const shared = {
    log,
    positions: createMemoryLogPositions(),
    deadLetters: createMemoryDeadLetters(),
    knownVersions: createKnownVersions(REMEMBERED_VERSIONS),
    clock,
  };
  const requestIds = createSealedRequestIds(randomBytes(KEY_BYTES));
  const desk = createTradeDesk({ ...shared, outcomes, requestIds });
  return {
    dependencies: { desk, queries: createMemoryTradeQueries(store), clock },
    deadLetters: shared.deadLetters,
    requests: { log, positions: shared.positions, requestIds, desk },
    decide: () =>
      startConsumer(
        createTradesProcessor({ ...shared, store, outcomes, nowMs: () => clock.now() }, DEFAULT_TRADES_LIMITS),
        'decider',
        {
          ...shared,
          ...telemetry,
          ownership: createMemoryPartitionOwnership(clock, LEASE_MS),
          transactions: createMemoryTransactions(),
        },
      ),
  };
}
