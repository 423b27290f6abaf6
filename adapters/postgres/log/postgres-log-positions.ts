import type { LogPositions } from '@bourse/application/ports/log-positions.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { statementsOf } from '../postgres-transactions.ts';

const ADVANCE = 'SELECT advance_positions($1, $2, $3, $4, $5, $6)';

/** Consumer positions as rows; the function advance_positions raises when the fence does not hold. */
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
      await statementsOf(transaction).run(ADVANCE, [
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
