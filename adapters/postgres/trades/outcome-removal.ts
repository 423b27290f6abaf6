import { sql } from 'kysely';
import type { Sql } from '../database.ts';

/**
 * Removes old outcomes and keys, at most so many rows of each partition and as many keys; answers how many. Both are taken from the old end of
 * an index, and deleted by their places in the table: whatever the planner thinks, it cannot come to read the whole table. These rows
 * are never changed, so their places stay.
 */
export async function removeOutcomesBefore(connection: Sql, atMs: number, maxRows: number): Promise<number> {
  const { rows } = await sql<{ removed: bigint }>`
    WITH RECURSIVE partitions AS (
      SELECT min(partition) AS partition FROM trade_outcomes
      UNION ALL
      SELECT (SELECT min(o.partition) FROM trade_outcomes o WHERE o.partition > partitions.partition)
      FROM partitions WHERE partition IS NOT NULL
    ), removed_outcomes AS (
      DELETE FROM trade_outcomes WHERE ctid = ANY (ARRAY(
        SELECT front.place FROM partitions CROSS JOIN LATERAL (
          SELECT place, bool_and(decided_at_ms < ${atMs}) OVER (ORDER BY base_position) AS is_old FROM (
            SELECT ctid AS place, base_position, decided_at_ms FROM trade_outcomes
            WHERE trade_outcomes.partition = partitions.partition ORDER BY base_position LIMIT ${maxRows}
          ) AS oldest
        ) AS front WHERE front.is_old)) RETURNING 1
    ), removed_keys AS (
      DELETE FROM trade_request_keys WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM trade_request_keys WHERE decided_at_ms < ${atMs}
        ORDER BY decided_at_ms LIMIT ${maxRows})) RETURNING 1
    )
    SELECT (SELECT count(*) FROM removed_outcomes) + (SELECT count(*) FROM removed_keys) AS removed`.execute(
    connection,
  );
  return Number(rows[0]?.removed ?? 0n);
}
