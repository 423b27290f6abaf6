import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { ORDERS_GROUP } from '@bourse/application/orders/orders-processor.ts';

const POLL_MS = 4;
const TIMEOUT_MS = 120_000;
const QUERY = `SELECT coalesce(sum(e.next_position - p.position), 0)::int AS behind
  FROM log_ends AS e JOIN log_positions AS p USING (topic, partition) WHERE p.group_name = $1 AND p.topic = $2`;

/** Waits until every command in the log has been decided and committed; answers when that was seen, epoch milliseconds. */
export async function untilDecided(connection: ConnectionOptions): Promise<number> {
  const client = new Client(connection);
  await client.connect();
  try {
    const deadlineMs = performance.now() + TIMEOUT_MS;
    for (;;) {
      const { rows } = await client.query<{ behind: number }>({
        name: 'behind',
        text: QUERY,
        values: [ORDERS_GROUP, ORDERS_TOPIC],
      });
      const behind = rows[0]?.behind ?? 0;
      if (behind === 0) return performance.timeOrigin + performance.now();
      if (performance.now() > deadlineMs)
        throw new Error(`${behind} commands were not decided within ${TIMEOUT_MS} ms`);
      await delay(POLL_MS);
    }
  } finally {
    await client.end();
  }
}
