import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { ORDERS_GROUP } from '@bourse/application/orders/orders-processor.ts';
import { TRADES_GROUP, TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import type { BacklogSample } from './backlog-growth.ts';

/** Who decides the records of a topic. */
export interface Work {
  readonly group: string;
  readonly topic: string;
}

export const ORDERS_WORK: Work = { group: ORDERS_GROUP, topic: ORDERS_TOPIC };
export const TRADES_WORK: Work = { group: TRADES_GROUP, topic: TRADES_TOPIC };

const POLL_MS = 4;
const SAMPLE_MS = 100;
const TIMEOUT_MS = 240_000;
const QUERY = `SELECT coalesce(sum(e.next_position - coalesce(p.position, 0)), 0)::int AS behind
  FROM log_ends AS e LEFT JOIN log_positions AS p
    ON p.group_name = $1 AND p.topic = e.topic AND p.partition = e.partition WHERE e.topic = $2`;

/** Waits until every command in the log has been decided and committed; answers when that was seen, epoch milliseconds. */
export async function untilDecided(connection: ConnectionOptions, work: Work): Promise<number> {
  const client = new Client(connection);
  await client.connect();
  try {
    const deadlineMs = performance.now() + TIMEOUT_MS;
    for (;;) {
      const behind = await behindOf(client, work);
      if (behind === 0) return performance.timeOrigin + performance.now();
      if (performance.now() > deadlineMs)
        throw new Error(`${behind} commands were not decided within ${TIMEOUT_MS} ms`);
      await delay(POLL_MS);
    }
  } finally {
    await client.end();
  }
}

/** Begins to look ten times a second at how much is not decided yet; call the answer at the end. */
export async function watchBacklog(
  connection: ConnectionOptions,
  work: Work,
): Promise<() => Promise<readonly BacklogSample[]>> {
  const client = new Client(connection);
  await client.connect();
  const samples: BacklogSample[] = [];
  const ending = new AbortController();
  const watched = (async () => {
    while (!ending.signal.aborted) {
      samples.push({ atMs: performance.now(), behind: await behindOf(client, work) });
      await delay(SAMPLE_MS);
    }
  })();
  return async () => {
    ending.abort();
    await watched.finally(() => client.end());
    return samples;
  };
}

async function behindOf(client: Client, { group, topic }: Work): Promise<number> {
  const { rows } = await client.query<{ behind: number }>({ name: 'behind', text: QUERY, values: [group, topic] });
  return rows[0]?.behind ?? 0;
}
