import type { Assignment, Lease } from '@bourse/core/partitioning/partition-assignment.ts';
import { assignPartitions } from '@bourse/core/partitioning/partition-assignment.ts';
import type { Membership, PartitionOwnership } from '@bourse/application/ports/partition-ownership.ts';
import { sql } from 'kysely';
import type { Database, Sql } from '../database.ts';
import type { GroupNews } from './group-news.ts';

/** Where it is told that a group has changed: part of the transaction that changes it, so it is true when it is heard. */
export const GROUPS_CHANNEL = 'bourse_groups';

/**
 * Ownership by leases in the database, measured by the database's clock only. A member renews at a third of the lease; one that died or
 * was stopped loses its partitions when the lease runs out. `news` tells what other processes do; absent when there are none.
 */
export function createPostgresPartitionOwnership(
  database: Database,
  leaseMs: number,
  news?: GroupNews,
): PartitionOwnership {
  const lease = sql`make_interval(secs => ${leaseMs / 1_000}::float8)`;
  return {
    renewEveryMs: leaseMs / 3,
    claim: (membership) =>
      database.query((connection) =>
        connection.transaction().execute(async (transaction) => {
          const { group, topic, member } = membership;
          const leases = await lockLeases(transaction, membership);
          const { rows: members } = await sql<{ joined: boolean }>`
            INSERT INTO partition_members VALUES (${group}, ${topic}, ${member}, clock_timestamp() + ${lease})
            ON CONFLICT (group_name, topic, member) DO UPDATE SET alive_until = excluded.alive_until
            RETURNING xmax = 0 AS joined`.execute(transaction);
          const assignment = assignPartitions(leases, member, await livingMembers(transaction, membership));
          const mine = [...assignment.keep, ...assignment.take];
          await sql`UPDATE partition_leases SET member = ${member}, expires_at = clock_timestamp() + ${lease}
            WHERE group_name = ${group} AND topic = ${topic} AND partition = ANY (${mine})`.execute(transaction);
          await giveUp(transaction, membership, assignment);
          if (members[0]?.joined === true || assignment.giveUp.length > 0) await tellChanged(transaction, group, topic);
          return mine;
        }),
      ),
    async leave({ group, topic, member }) {
      await database.query((connection) =>
        connection.transaction().execute(async (transaction) => {
          await sql`UPDATE partition_leases SET member = NULL, expires_at = '-infinity'
            WHERE group_name = ${group} AND topic = ${topic} AND member = ${member}`.execute(transaction);
          await sql`DELETE FROM partition_members
            WHERE group_name = ${group} AND topic = ${topic} AND member = ${member}`.execute(transaction);
          await tellChanged(transaction, group, topic);
        }),
      );
    },
    onChanged: (released, listener) =>
      news?.onChanged((group, topic) => {
        if (group === released.group && topic === released.topic) listener();
      }) ?? (() => undefined),
  };
}

/** Creates missing leases and locks all of them, so that members decide one after another. */
async function lockLeases(transaction: Sql, { group, topic, partitions }: Membership): Promise<Lease[]> {
  await sql`INSERT INTO partition_leases (group_name, topic, partition)
    SELECT ${group}, ${topic}, unnest(${partitions}::int[]) ON CONFLICT DO NOTHING`.execute(transaction);
  const { rows } = await sql<Lease>`
    SELECT partition, CASE WHEN expires_at > clock_timestamp() THEN member END AS holder FROM partition_leases
    WHERE group_name = ${group} AND topic = ${topic} AND partition = ANY (${partitions}) ORDER BY partition FOR UPDATE`.execute(
    transaction,
  );
  return rows;
}

async function livingMembers(transaction: Sql, { group, topic }: Membership): Promise<string[]> {
  await sql`DELETE FROM partition_members
    WHERE group_name = ${group} AND topic = ${topic} AND alive_until < clock_timestamp()`.execute(transaction);
  const { rows } = await sql<{ member: string }>`
    SELECT member FROM partition_members WHERE group_name = ${group} AND topic = ${topic}`.execute(transaction);
  return rows.map(({ member }) => member);
}

async function giveUp(transaction: Sql, { group, topic }: Membership, assignment: Assignment): Promise<void> {
  if (assignment.giveUp.length === 0) return;
  await sql`UPDATE partition_leases SET member = NULL, expires_at = '-infinity'
    WHERE group_name = ${group} AND topic = ${topic} AND partition = ANY (${assignment.giveUp})`.execute(transaction);
}

async function tellChanged(transaction: Sql, group: string, topic: string): Promise<void> {
  await sql`SELECT pg_notify(${GROUPS_CHANNEL}, ${`${group} ${topic}`})`.execute(transaction);
}
