import type { DeadLetter, DeadLetters } from '@bourse/application/ports/dead-letters.ts';
import { LISTED_CHARACTERS } from '@bourse/application/ports/dead-letters.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { sqlOf } from '../postgres-transactions.ts';

/** What PostgreSQL text cannot hold: NUL, and halves of surrogate pairs. They are shown as symbols so that the rest can be read. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;

/** Dead letters as rows. */
export function createPostgresDeadLetters(database: Database): DeadLetters {
  return {
    async add(transaction, letters) {
      const rows = letters.map((letter) => ({
        group_name: letter.group,
        topic: letter.topic,
        partition: letter.partition,
        position: letter.position.toString(),
        key: storable(letter.record.key),
        payload: storable(letter.record.value),
        headers: Object.fromEntries(
          Object.entries(letter.record.headers).map(([name, value]) => [storable(name), storable(value)]),
        ),
        reason: storable(letter.reason),
        step: letter.step,
        first_seen_at: new Date(letter.atMs).toISOString(),
      }));
      await sql`
        INSERT INTO dead_letters (group_name, topic, partition, position, key, payload, headers, reason, step, first_seen_at)
        SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS letter (group_name text, topic text, partition integer,
          position bigint, key text, payload text, headers jsonb, reason text, step text, first_seen_at timestamptz)
        ON CONFLICT (group_name, topic, partition, position) DO NOTHING`.execute(sqlOf(transaction));
    },
    async find(group, topic, places) {
      const { rows } = await database.query((connection) =>
        sql<LetterRow>`
          SELECT l.partition, l.position, l.key, l.payload, l.headers, l.reason, l.step,
            (extract(epoch FROM l.first_seen_at) * 1000)::bigint AS first_seen_at_ms
          FROM unnest(${places.map(({ partition }) => partition)}::integer[],
            ${places.map(({ position }) => position)}::bigint[]) AS place (partition, position)
          CROSS JOIN LATERAL (SELECT * FROM dead_letters AS one WHERE one.group_name = ${group} AND one.topic = ${topic}
            AND one.partition = place.partition AND one.position = place.position LIMIT 1) AS l`.execute(connection),
      );
      const letters = new Map(rows.map((row) => [`${row.partition}/${row.position}`, letterOf(row, group, topic)]));
      return places.map(({ partition, position }) => letters.get(`${partition}/${position}`));
    },
    async list(after, limit) {
      const { rows } = await database.query((connection) =>
        sql<ListedRow>`
          SELECT id, group_name, topic, partition, position, left(key, ${LISTED_CHARACTERS}) AS key,
            left(payload, ${LISTED_CHARACTERS}) AS payload, length(payload) AS payload_length, headers,
            left(reason, ${LISTED_CHARACTERS}) AS reason, step,
            (extract(epoch FROM first_seen_at) * 1000)::bigint AS first_seen_at_ms
          FROM dead_letters WHERE status = 'waiting' AND ${after === null ? sql`true` : sql`id < ${after}`}
          ORDER BY id DESC LIMIT ${limit}`.execute(connection),
      );
      return rows.map((row) => ({
        id: row.id,
        letter: letterOf(row, row.group_name, row.topic),
        valueLength: row.payload_length,
      }));
    },
    async depth() {
      const { rows } = await database.query((connection) =>
        sql<{ depth: bigint }>`SELECT count(*) AS depth FROM dead_letters WHERE status = 'waiting'`.execute(connection),
      );
      return Number(rows[0]?.depth ?? 0n);
    },
  };
}

interface LetterRow {
  readonly partition: number;
  readonly position: bigint;
  readonly key: string;
  readonly payload: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly step: DeadLetter['step'];
  readonly first_seen_at_ms: bigint;
}

interface ListedRow extends LetterRow {
  readonly id: bigint;
  readonly group_name: string;
  readonly topic: string;
  readonly payload_length: number;
}

function letterOf(row: LetterRow, group: string, topic: string): DeadLetter {
  const { partition, position, key, payload: value, headers, reason, step } = row;
  return {
    group,
    topic,
    partition,
    position,
    record: { key, value, headers },
    reason,
    step,
    atMs: Number(row.first_seen_at_ms),
  };
}

function storable(text: string): string {
  return text.replace(UNSTORABLE, (character) => (character === '\0' ? '\u2400' : '\ufffd'));
}
