import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import type { AccountEvent } from '@bourse/application/orders/account-event.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import { decodeEvent } from '@bourse/application/orders/account-event-codec.ts';
import type { Log, LogPlace, LogRecord } from '@bourse/application/ports/log.ts';
import { lagOf } from '@bourse/application/processing/log-upkeep.ts';
import { ORDERS_GROUP } from '@bourse/application/orders/orders-processor.ts';
import type { TradeSubmission } from '@bourse/application/trades/trade-submission.ts';
import { TRADES_GROUP, TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import { decodeSubmission } from '@bourse/application/trades/trade-submission-codec.ts';
import { MARKET_GROUP } from '@bourse/application/market/market-processor.ts';
import { MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import type { Database } from '@bourse/postgres/database.ts';
import { createPostgresLogPositions } from '@bourse/postgres/log/postgres-log-positions.ts';
import { DEFAULT_LOG_LIMITS, openPostgresLog } from '@bourse/postgres/log/postgres-log.ts';

/** What the log of a site says. */
export interface SiteLog {
  /** Records that the processors have not decided yet. */
  lag(): Promise<number>;
  /** Everything that the topic `executions` tells, partition by partition. */
  executions(): Promise<readonly AccountEvent[]>;
  /** Every trade that was handed in, partition by partition. */
  submissions(): Promise<readonly PlacedSubmission[]>;
}

/** A submission and where it is in the log. */
export interface PlacedSubmission {
  readonly place: LogPlace;
  readonly submission: TradeSubmission;
}

const GROUPS = [
  { group: ORDERS_GROUP, topic: ORDERS_TOPIC },
  { group: MARKET_GROUP, topic: MARKET_DATA_TOPIC },
  { group: TRADES_GROUP, topic: TRADES_TOPIC },
];
const PARTITIONS = 4;
const PAGE = 5_000;

/** Opens the log of a database beside the processes that work on it. */
export async function openSiteLog(database: Database): Promise<SiteLog> {
  const topics = {
    ...Object.fromEntries(GROUPS.map(({ topic }) => [topic, PARTITIONS])),
    [EXECUTIONS_TOPIC]: PARTITIONS,
  };
  // Others append: without somebody who tells of it the log would take its own memory for the whole.
  const notifications = { tell: () => undefined, listen: () => undefined, close: () => Promise.resolve() };
  const log = await openPostgresLog(database, { topics, ...DEFAULT_LOG_LIMITS, notifications });
  const positions = createPostgresLogPositions(database);
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
  return {
    async lag() {
      const lags = await Promise.all(GROUPS.map(({ group, topic }) => lagOf({ log, positions }, group, topic)));
      return lags.reduce((sum, lag) => sum + lag);
    },
    async executions() {
      const records = await Promise.all(partitions.map((partition) => recordsOf(log, EXECUTIONS_TOPIC, partition)));
      return records.flat().map(decodeEvent);
    },
    async submissions() {
      const records = await Promise.all(partitions.map((partition) => recordsOf(log, TRADES_TOPIC, partition)));
      return records.flatMap((ofPartition, partition) =>
        ofPartition.map((record, index) => ({
          place: { partition, position: BigInt(index) },
          submission: decodeSubmission(record),
        })),
      );
    },
  };
}

/** From the first one on; nothing is old enough to be removed. */
async function recordsOf(log: Log, topic: string, partition: number): Promise<readonly LogRecord[]> {
  const found: LogRecord[] = [];
  for (;;) {
    const batches = await log.read(topic, partition, BigInt(found.length), PAGE);
    if (batches.length === 0) return found;
    for (const { records } of batches) found.push(...records);
  }
}
