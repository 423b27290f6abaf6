import type { LogRetention } from '@bourse/application/ports/log-retention.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/**
 * Removes old batches of the log in the database. Each partition is looked at from its oldest batch on, by the primary key, and no further
 * than the first that has to stay: an index on the time of the batches would have to be kept up with each append, and one by ranges of blocks leaves out
 * the newest, all of which would be read each time. Batches are never changed, so their places in the table stay.
 */
export function createPostgresLogRetention(database: Database): LogRetention {
  return {
    async removeBefore(atMs, limit) {
      const before = sql`to_timestamp(${atMs / 1_000}::float8)`;
      const { rows } = await database.query((connection) =>
        sql<{ removed: bigint }>`
          WITH fronts AS MATERIALIZED (
            SELECT e.topic, e.partition, coalesce(
              (SELECT min(position) FROM log_positions p WHERE (p.topic, p.partition) = (e.topic, e.partition)),
              e.next_position) AS needed_from
            FROM log_ends e WHERE ${before} > (
              SELECT appended_at FROM log_batches b WHERE (b.topic, b.partition) = (e.topic, e.partition)
              ORDER BY base_position LIMIT 1)
          ), removed AS (
            DELETE FROM log_batches WHERE ctid = ANY (ARRAY(
              SELECT front.place FROM fronts CROSS JOIN LATERAL (
                SELECT place, bool_and(appended_at < ${before} AND next_position <= needed_from)
                  OVER (ORDER BY base_position) AS is_done
                FROM (
                  SELECT ctid AS place, base_position, base_position + record_count AS next_position, appended_at
                  FROM log_batches b WHERE (b.topic, b.partition) = (fronts.topic, fronts.partition)
                  ORDER BY base_position LIMIT ${limit}
                ) AS oldest
              ) AS front WHERE front.is_done LIMIT ${limit})) RETURNING 1
          )
          SELECT count(*) AS removed FROM removed`.execute(connection),
      );
      return Number(rows[0]?.removed ?? 0n);
    },
  };
}
