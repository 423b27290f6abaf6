import { sql } from 'kysely';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { ORDERS_GROUP } from '@bourse/application/orders/orders-processor.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import { TRADES_GROUP, TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import type { Database } from '@bourse/postgres/database.ts';
import { until } from '../support/until.ts';

/** One partition of a group, as it stood when its worker was struck. */
interface Struck {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly epoch: bigint;
  /** Everything before it had been handed in. */
  readonly end: bigint;
}

/** Longest time in which another worker must have taken over. */
export const TAKEN_OVER_MS = 15_000;

const TOPICS = [
  { group: ORDERS_GROUP, topic: ORDERS_TOPIC },
  { group: TRADES_GROUP, topic: TRADES_TOPIC },
] as const;

/**
 * Strikes the worker with this process id, as soon as it holds something, and waits until others have taken over all that it held: each of its
 * partitions has a new epoch, and everything that had been handed in there when it was struck is decided. Answers how many partitions it held
 * and how long that took; throws after TAKEN_OVER_MS, and when it is given no partition.
 */
export async function strikeAndTakeOver(
  site: { readonly database: Database; readonly log: Log },
  pid: number,
  strike: () => void,
): Promise<{ readonly partitions: number; readonly tookMs: number }> {
  const held = await until(`the process ${pid} to hold partitions`, async () => {
    const partitions = await heldBy(site, pid);
    return partitions.length > 0 ? partitions : undefined;
  });
  const startedMs = performance.now();
  strike();
  await until(
    `others to take over ${held.length} partitions of the process ${pid}`,
    async () => {
      const now = new Map((await placesOf(site.database)).map((place) => [nameOf(place), place]));
      return held.every((struck) => {
        const { position = 0n, epoch = 0n } = now.get(nameOf(struck)) ?? {};
        return epoch > struck.epoch && position >= struck.end;
      });
    },
    TAKEN_OVER_MS,
  );
  return { partitions: held.length, tookMs: performance.now() - startedMs };
}

async function heldBy({ database, log }: Parameters<typeof strikeAndTakeOver>[0], pid: number): Promise<Struck[]> {
  const places = (await placesOf(database)).filter(({ member }) => member?.includes(`-${pid}-`) === true);
  return Promise.all(
    places.map(async ({ group, topic, partition, epoch }) => ({
      group,
      topic,
      partition,
      epoch,
      end: await log.end(topic, partition),
    })),
  );
}

async function placesOf(database: Database) {
  const { rows } = await database.query((connection) =>
    sql<{
      group: string;
      topic: string;
      partition: number;
      epoch: bigint;
      position: bigint;
      member: string | null;
    }>`
      SELECT place.group_name AS "group", topic, partition, epoch, position,
        CASE WHEN lease.expires_at > clock_timestamp() THEN lease.member END AS member
      FROM log_positions AS place LEFT JOIN partition_leases AS lease USING (group_name, topic, partition)`.execute(
      connection,
    ),
  );
  return rows.filter(({ group, topic }) => TOPICS.some((one) => one.group === group && one.topic === topic));
}

function nameOf({ group, topic, partition }: Pick<Struck, 'group' | 'topic' | 'partition'>): string {
  return `${group} ${topic}/${partition}`;
}
