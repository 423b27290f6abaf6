import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import type { AccountEvent } from '@bourse/application/orders/account-event.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import { decodeEvent } from '@bourse/application/orders/account-event-codec.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import { lagOf } from '@bourse/application/processing/log-upkeep.ts';
import { ORDERS_GROUP } from '@bourse/application/orders/orders-processor.ts';
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
}

const PARTITIONS = 4;
const PAGE = 5_000;

/** Opens the log of a database beside the processes that work on it. */
export async function openSiteLog(database: Database): Promise<SiteLog> {
  const topics = { [ORDERS_TOPIC]: PARTITIONS, [EXECUTIONS_TOPIC]: PARTITIONS, [MARKET_DATA_TOPIC]: PARTITIONS };
  // Others append: without somebody who tells of it the log would take its own memory for the whole.
  const notifications = { tell: () => undefined, listen: () => undefined, close: () => Promise.resolve() };
  const log = await openPostgresLog(database, { topics, ...DEFAULT_LOG_LIMITS, notifications });
  const positions = createPostgresLogPositions(database);
  return {
    async lag() {
      const orders = await lagOf({ log, positions }, ORDERS_GROUP, ORDERS_TOPIC);
      return orders + (await lagOf({ log, positions }, MARKET_GROUP, MARKET_DATA_TOPIC));
    },
    async executions() {
      const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
      return (await Promise.all(partitions.map((partition) => eventsOf(log, partition)))).flat();
    },
  };
}

async function eventsOf(log: Log, partition: number): Promise<AccountEvent[]> {
  const events: AccountEvent[] = [];
  for (;;) {
    const batches = await log.read(EXECUTIONS_TOPIC, partition, BigInt(events.length), PAGE);
    if (batches.length === 0) return events;
    events.push(...batches.flatMap(({ records }) => records.map(decodeEvent)));
  }
}
