import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Sql } from '@bourse/postgres/database.ts';
import type { TradingSite } from './trading-site.ts';

/** Runs work while a lock is held on a connection of its own; then the lock is given back. */
export function whileLocked<Answer>(
  { server }: TradingSite,
  lock: string,
  work: (connection: Transaction<unknown>) => Promise<Answer>,
): Promise<Answer> {
  return server.database.sql.transaction().execute(async (transaction) => {
    await sql.raw(lock).execute(transaction);
    return await work(transaction);
  });
}

/** Whether anybody waits for a lock on a table, as seen from the connection that holds it. */
export async function somebodyWaitsFor(connection: Sql, table: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM pg_locks WHERE relation = ${table}::regclass AND NOT granted`.execute(connection);
  return rows.length > 0;
}

/** The epoch of each partition of a topic: it grows when a worker takes the partition. */
export async function epochsOf({ server }: TradingSite, topic: string): Promise<Map<number, bigint>> {
  const { rows } = await sql<{ partition: number; epoch: bigint }>`
    SELECT partition, epoch FROM log_positions WHERE topic = ${topic} ORDER BY partition`.execute(server.database.sql);
  return new Map(rows.map(({ partition, epoch }) => [partition, epoch]));
}

/** The workers that hold partitions of a topic. */
export async function ownersOf({ server }: TradingSite, topic: string): Promise<readonly string[]> {
  const { rows } = await sql<{ member: string }>`
    SELECT DISTINCT member FROM partition_leases
    WHERE topic = ${topic} AND expires_at > clock_timestamp()`.execute(server.database.sql);
  return rows.map(({ member }) => member);
}
