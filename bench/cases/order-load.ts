import type { LoadJob, LoadResult } from '../load/load-job.ts';
import { treeUse } from '../machine/process-tree.ts';
import { ORDERS_WORK } from '../platform/backlog.ts';
import type { BatchFigures } from '../platform/batch-meter.ts';
import { watchBatches } from '../platform/batch-meter.ts';
import type { PlacedOrders } from '../platform/check-orders.ts';
import type { Trader } from '../platform/traders.ts';
import type { TradingFloor } from '../platform/trading-floor.ts';

/** A load of orders and what became of all of them. */
export interface OrderLoad {
  readonly result: LoadResult;
  readonly placed: PlacedOrders;
  /** Acknowledged orders a second while requests were sent. */
  readonly acceptedPerSecond: number;
  /** Orders a second from the first request until the last order was decided and committed. */
  readonly completedPerSecond: number;
  /** Processor time for each order, microseconds: Bourse, its database server, the generator. */
  readonly cpuMicros: { readonly bourse: number; readonly database: number; readonly generator: number };
  /** How many commands were decided and committed together, and how long that took. */
  readonly batches: BatchFigures;
}

/** How orders are sent. */
export interface OrderLoadOptions extends Pick<LoadJob, 'pace' | 'end'> {
  readonly run: string;
  readonly traders: readonly Trader[];
  /** Whether each request waits for the final answer, or only until the order is durable. */
  readonly wait: boolean;
}

const WAIT_SECONDS = 5;

/** Sends orders and waits until the last of them is final. */
export async function loadOrders(floor: TradingFloor, options: OrderLoadOptions): Promise<OrderLoad> {
  const { run, traders, wait, pace, end } = options;
  const batchesSeen = await watchBatches(floor.bourse, ORDERS_WORK.group);
  const before = treeUse(floor.bourse.pid);
  const result = await floor.generator.run({
    port: floor.bourse.port,
    pace,
    end,
    plan: floor.plan(traders, run, { waitSeconds: wait ? WAIT_SECONDS : 0 }),
    expectedStatus: wait ? 201 : 202,
    ...(wait ? { lateStatus: 202 } : {}),
  });
  const decidedAtMs = await floor.untilDecided(ORDERS_WORK);
  const after = treeUse(floor.bourse.pid);
  const each = (seconds: number): number => (seconds * 1e6) / result.sent;
  const acknowledged = result.good + result.late;
  return {
    result,
    placed: { run, sent: result.sent, failed: result.failed },
    acceptedPerSecond: acknowledged / result.seconds,
    completedPerSecond: acknowledged / Math.max(result.seconds, (decidedAtMs - result.startedAtMs) / 1_000),
    cpuMicros: {
      bourse: each((after?.ownCpuSeconds ?? 0) - (before?.ownCpuSeconds ?? 0)),
      database: each((after?.descendantsCpuSeconds ?? 0) - (before?.descendantsCpuSeconds ?? 0)),
      generator: each(result.generatorCpuSeconds),
    },
    batches: await batchesSeen(),
  };
}
