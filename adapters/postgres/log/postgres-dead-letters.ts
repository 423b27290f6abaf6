import type { DeadLetters } from '@bourse/application/ports/dead-letters.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { sqlOf } from '../postgres-transactions.ts';

/** PostgreSQL text cannot hold the NUL character; it is shown as its Unicode symbol so that the rest can be read. */
const NUL = /\0/g;
const NUL_SYMBOL = '\u2400';

/** Dead letters as rows. */
export function createPostgresDeadLetters(database: Database): DeadLetters {
  return {
    async add(transaction, letters) {
      const rows = letters.map((letter) => ({
        group_name: letter.group,
        topic: letter.topic,
        partition: letter.partition,
        position: letter.position.toString(),
        key: letter.record.key.replace(NUL, NUL_SYMBOL),
        payload: letter.record.value.replace(NUL, NUL_SYMBOL),
        headers: letter.record.headers,
        reason: letter.reason.replace(NUL, NUL_SYMBOL),
        step: letter.step,
        first_seen_at: new Date(letter.atMs).toISOString(),
      }));
      await sql`
        INSERT INTO dead_letters (group_name, topic, partition, position, key, payload, headers, reason, step, first_seen_at)
        SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS letter (group_name text, topic text, partition integer,
          position bigint, key text, payload text, headers jsonb, reason text, step text, first_seen_at timestamptz)
        ON CONFLICT (group_name, topic, partition, position) DO NOTHING`.execute(sqlOf(transaction));
    },
    async depth() {
      const { rows } = await database.query((connection) =>
        sql<{ depth: bigint }>`SELECT count(*) AS depth FROM dead_letters WHERE status = 'waiting'`.execute(connection),
      );
      return Number(rows[0]?.depth ?? 0n);
    },
  };
}
