import type { BenchmarkCase } from './benchmark-case.ts';
import { cluster } from './cluster.ts';
import { kafkaAdapter } from './kafka-adapter.ts';
import { memory } from './memory.ts';
import { ordersLatency } from './orders-latency.ts';
import { ordersOneAccount } from './orders-one-account.ts';
import { ordersSpread } from './orders-spread.ts';
import { page } from './page.ts';
import { reads } from './reads.ts';
import { start } from './start.ts';
import { stream } from './stream.ts';
import { tradesBulk } from './trades-bulk.ts';
import { tradesCompleted } from './trades-completed.ts';
import { tradesGrowth } from './trades-growth.ts';
import { tradesSingle } from './trades-single.ts';

/** Every case, in the order in which they run; those that need a server of yours only where its address is set. */
export const CASES: readonly BenchmarkCase[] = [
  ordersSpread,
  ordersLatency,
  ordersOneAccount,
  reads,
  tradesSingle,
  tradesCompleted,
  tradesBulk,
  tradesGrowth,
  stream,
  start,
  memory,
  page,
  ...(process.env['KAFKA_BROKERS'] === undefined ? [] : [kafkaAdapter]),
  ...(process.env['KAFKA_BROKERS'] === undefined || process.env['REDIS_URL'] === undefined ? [] : [cluster]),
];
