import type { LogPositions } from '@bourse/application/ports/log-positions.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { statementsOf } from '../postgres-transactions.ts';

/**
 * Group, topic, and for each partition where it stood, where it stands then, and the epoch. Raises inside the transaction when the fence does not hold,
 * so that nothing sent behind it can commit. A process that is stopped while it sends leaves a transaction half sent, whose locks would
 * keep everybody else waiting: it is not idle for the server, which waits for the rest. PostgreSQL 17 and newer can end it. A database may set
 * another time, as the tests do.
 */
export const ADVANCE_TEXT = `
  WITH moved AS (
    UPDATE log_positions AS own SET position = step.to_position
    FROM unnest($3::integer[], $4::bigint[], $5::bigint[], $6::bigint[]) AS step (partition, from_position, to_position, epoch)
    WHERE own.group_name = $1 AND own.topic = $2 AND own.partition = step.partition
      AND own.position = step.from_position AND own.epoch = step.epoch
    RETURNING 1
  )
  SELECT
    CASE WHEN current_setting('server_version_num')::integer >= 170000 THEN
      set_config('transaction_timeout', coalesce(current_setting('bourse.transaction_timeout', true), '30s'), true) END,
    CASE WHEN count(*) <> cardinality($3) THEN refuse(format('group %s is fenced off topic %s', $1, $2), 'BF001') END
  FROM moved`;

/** Consumer positions as rows. */
export function createPostgresLogPositions(database: Database): LogPositions {
  return {
    async take({ group, topic, partition }) {
      const { rows } = await database.query((connection) =>
        sql<{ position: bigint; epoch: bigint }>`
          INSERT INTO log_positions AS p (group_name, topic, partition, position)
          SELECT ${group}, ${topic}, ${partition}, coalesce(
            (SELECT min(base_position) FROM log_batches WHERE topic = ${topic} AND partition = ${partition}),
            (SELECT next_position FROM log_ends WHERE topic = ${topic} AND partition = ${partition}), 0)
          ON CONFLICT (group_name, topic, partition) DO UPDATE SET epoch = p.epoch + 1
          RETURNING position, epoch`.execute(connection),
      );
      const [taken] = rows;
      if (taken === undefined) throw new TypeError('taking a partition returned no row');
      return taken;
    },
    async advance(transaction, group, topic, steps) {
      await statementsOf(transaction).run(ADVANCE_TEXT, [
        group,
        topic,
        steps.map(({ partition }) => partition),
        steps.map(({ from }) => from),
        steps.map(({ to }) => to),
        steps.map(({ epoch }) => epoch),
      ]);
    },
    async positions(group, topic) {
      const { rows } = await database.query((connection) =>
        sql<{ partition: number; position: bigint }>`
          SELECT partition, position FROM log_positions WHERE group_name = ${group} AND topic = ${topic}`.execute(
          connection,
        ),
      );
      return new Map(rows.map(({ partition, position }) => [partition, position]));
    },
  };
}
