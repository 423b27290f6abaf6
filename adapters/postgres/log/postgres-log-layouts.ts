import { Fault } from '@bourse/application/ports/fault.ts';
import type { LogLayouts } from '@bourse/application/ports/log-layouts.ts';
import type { Layout } from '@bourse/core/partitioning/layout.ts';
import { sql } from 'kysely';
import type { Database, Sql } from '../database.ts';
import { reopenTopics } from './postgres-layout-change.ts';

/** The number of partitions of a log that is new, when nobody says another one. */
const STANDARD_PARTITIONS = 4;

/**
 * The layout of the log; a log that is new gets its first one. `wanted` is how many partitions the settings say, null when they say nothing.
 * Throws Fault('invalid-data') when the log has another number, and Fault('unavailable').
 */
export async function openLayout(database: Database, wanted: number | null): Promise<Layout> {
  const layout = await database.query(async (connection) => {
    await sql`INSERT INTO log_layouts (number, first_partition, partitions)
      SELECT 1, 0, ${wanted ?? STANDARD_PARTITIONS} WHERE NOT EXISTS (SELECT FROM log_layouts)
      ON CONFLICT DO NOTHING`.execute(connection);
    return readLayout(connection);
  });
  if (wanted === null || wanted === layout.partitions) return layout;
  throw new Fault(
    'invalid-data',
    `The log of this database has ${layout.partitions} partitions, and LOG_PARTITIONS is ${wanted}. Set it to ${layout.partitions} or leave it out. ` +
      `"bourse partitions --to N" gives a platform that is running more partitions.`,
  );
}

/** Layouts as rows. `reopenElsewhere` lets the topics take appends again that are not kept in the database. */
export function createPostgresLogLayouts(database: Database, reopenElsewhere: () => Promise<void>): LogLayouts {
  return {
    current: () => database.query(readLayout),
    isAbandoned: () =>
      database.query(async (connection) => {
        const { rows } = await sql<{ abandoned: boolean }>`
          SELECT holder IS NOT NULL AND held_until < clock_timestamp() AS abandoned FROM log_layout_change`.execute(
          connection,
        );
        return rows[0]?.abandoned ?? false;
      }),
    undoAbandoned: () =>
      database.query((connection) =>
        connection.transaction().execute(async (transaction) => {
          const { rows } = await sql<{ under_way: boolean }>`
            SELECT holder IS NOT NULL AND held_until >= clock_timestamp() AS under_way
            FROM log_layout_change FOR UPDATE`.execute(transaction);
          if (rows[0]?.under_way !== false) return;
          await reopenElsewhere();
          await reopenTopics(transaction);
        }),
      ),
  };
}

async function readLayout(connection: Sql): Promise<Layout> {
  const { rows } = await sql<Layout>`
    SELECT number, first_partition AS "firstPartition", partitions FROM log_layouts ORDER BY number DESC LIMIT 1`.execute(
    connection,
  );
  const [layout] = rows;
  if (layout === undefined) throw new TypeError('the log has no layout');
  return layout;
}
