import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import type { AccountEvent } from '@bourse/application/orders/account-event.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import { decodeEvent } from '@bourse/application/orders/account-event-codec.ts';
import type { Log, LogPlace } from '@bourse/application/ports/log.ts';
import type { LogPositions } from '@bourse/application/ports/log-positions.ts';
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
import type { FoundRecord } from '../../contracts/log-reading.ts';
import { readAll } from '../../contracts/log-reading.ts';

/** What the log of a site says. */
export interface SiteLog {
  /** Records that the processors have not decided yet. */
  lag(): Promise<number>;
  /** The topic `orders`, partition by partition. */
  commands(): Promise<readonly FoundRecord[]>;
  /** The topic `executions` as it was written with the books, partition by partition. */
  events(): Promise<readonly FoundRecord[]>;
  /** The same, read. */
  executions(): Promise<readonly AccountEvent[]>;
  /** Every trade that was handed in, partition by partition. */
  submissions(): Promise<readonly PlacedSubmission[]>;
}

/** A submission and where it is in the log. */
export interface PlacedSubmission {
  readonly place: LogPlace;
  readonly submission: TradeSubmission;
}

/** A consumer group of a topic. */
interface Group {
  readonly group: string;
  readonly topic: string;
}

const GROUPS: readonly Group[] = [
  { group: ORDERS_GROUP, topic: ORDERS_TOPIC },
  { group: MARKET_GROUP, topic: MARKET_DATA_TOPIC },
  { group: TRADES_GROUP, topic: TRADES_TOPIC },
];
const PARTITIONS = 4;

/** Opens the log of a database beside the processes that work on it; `partitions` are those of all the layouts that it has had. */
export async function openSiteLog(database: Database, partitions = PARTITIONS): Promise<SiteLog> {
  const topics = {
    ...Object.fromEntries(GROUPS.map(({ topic }) => [topic, partitions])),
    [EXECUTIONS_TOPIC]: partitions,
  };
  // Others append: without somebody who tells of it the log would take its own memory for the whole.
  const notifications = { tell: () => undefined, listen: () => undefined, close: () => Promise.resolve() };
  const log = await openPostgresLog(database, { topics, ...DEFAULT_LOG_LIMITS, notifications });
  return siteLogOf(log, createPostgresLogPositions(database));
}

/** The log of a site, and of the groups that work on it those that are named besides. Nothing is old enough to be removed. */
export function siteLogOf(log: Log, positions: LogPositions, others: readonly Group[] = []): SiteLog {
  return {
    async lag() {
      const groups = [...GROUPS, ...others];
      const lags = await Promise.all(groups.map(({ group, topic }) => lagOf({ log, positions }, group, topic)));
      return lags.reduce((sum, lag) => sum + lag);
    },
    commands: () => readAll(log, ORDERS_TOPIC),
    events: () => readAll(log, EXECUTIONS_TOPIC),
    async executions() {
      return (await readAll(log, EXECUTIONS_TOPIC)).map(({ record }) => decodeEvent(record));
    },
    async submissions() {
      const found = await readAll(log, TRADES_TOPIC);
      return found.map(({ partition, position, record }) => ({
        place: { partition, position },
        submission: decodeSubmission(record),
      }));
    },
  };
}
