import type { LogRetention } from '@bourse/application/ports/log-retention.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** Removes old batches of the log in the database; the block-range index on their time keeps the search short. */
export function createPostgresLogRetention(database: Database): LogRetention {
  return {
    async removeBefore(atMs, limit) {
      const { rows } = await database.query((connection) =>
        sql<{ removed: bigint }>`
          WITH old AS (
            SELECT b.topic, b.partition, b.base_position FROM log_batches b
            WHERE b.appended_at < to_timestamp(${atMs / 1_000}::float8) AND NOT EXISTS (
              SELECT FROM log_positions p WHERE p.topic = b.topic AND p.partition = b.partition
                AND p.position < b.base_position + b.record_count)
            LIMIT ${limit}),
          removed AS (DELETE FROM log_batches b USING old
            WHERE (b.topic, b.partition, b.base_position) = (old.topic, old.partition, old.base_position) RETURNING 1)
          SELECT count(*) AS removed FROM removed`.execute(connection),
      );
      return Number(rows[0]?.removed ?? 0n);
    },
  };
}
