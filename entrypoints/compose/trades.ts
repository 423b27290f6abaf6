import type { ConsumerPorts } from '@bourse/application/processing/consumer.ts';
import { startConsumer } from '@bourse/application/processing/consumer.ts';
import type { RequestIds } from '@bourse/application/ports/request-ids.ts';
import { startRequestRetention } from '@bourse/application/trades/request-retention.ts';
import { createTradeDesk } from '@bourse/application/trades/trade-desk.ts';
import { startTradeExpiry } from '@bourse/application/trades/trade-expiry.ts';
import { createTradesProcessor, DEFAULT_TRADES_LIMITS } from '@bourse/application/trades/trades-processor.ts';
import { MS_PER_DAY } from '@bourse/core/time/utc.ts';
import { createPostgresDeadLetters } from '@bourse/postgres/log/postgres-dead-letters.ts';
import { createPostgresRequestOutcomes } from '@bourse/postgres/trades/postgres-request-outcomes.ts';
import { createPostgresTradeQueries } from '@bourse/postgres/trades/postgres-trade-queries.ts';
import { createPostgresTradeStore } from '@bourse/postgres/trades/postgres-trade-store.ts';
import type { TradesDependencies } from '../http/trades-routes.ts';
import type { Foundation } from './foundation.ts';

/** Opens the trade desk of one process. */
export function composeTrades(foundation: Foundation, requestIds: RequestIds): TradesDependencies {
  const { storage, clock, positions, knownVersions } = foundation;
  const { database, log } = storage;
  const desk = createTradeDesk({
    log,
    positions,
    outcomes: createPostgresRequestOutcomes(database),
    deadLetters: createPostgresDeadLetters(database),
    requestIds,
    knownVersions,
    clock,
    afterArrivals: setImmediate,
  });
  return { desk, queries: createPostgresTradeQueries(database), clock };
}

/** Starts deciding trades, marking those that expire, and removing what became of requests after its time. */
export function startTrades(
  { settings, storage, member, knownVersions }: Foundation,
  ports: ConsumerPorts,
): readonly { stop(): Promise<void> }[] {
  const { workDatabase } = storage;
  const store = createPostgresTradeStore(workDatabase);
  const outcomes = createPostgresRequestOutcomes(workDatabase);
  const nowMs = (): number => ports.clock.now();
  const processor = createTradesProcessor({ store, outcomes, knownVersions, nowMs }, DEFAULT_TRADES_LIMITS);
  return [
    startConsumer(processor, member, ports),
    startTradeExpiry({ ...ports, store }),
    startRequestRetention({ ...ports, outcomes }, settings.requestRetentionDays * MS_PER_DAY),
  ];
}
