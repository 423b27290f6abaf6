import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** What transactions need whose statements are all sent before the first is answered: checks that raise, and an end for those cut short. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  sql`CREATE FUNCTION require_rows(counted bigint, wanted bigint, otherwise text) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      IF counted <> wanted THEN
        RAISE EXCEPTION '%', otherwise USING ERRCODE = 'BF002';
      END IF;
    END $$`,

  // A process that is stopped while it sends leaves a transaction half sent, whose locks would keep everybody else waiting: it is not idle
  // for the server, which waits for the rest. PostgreSQL 17 and newer can end it. A database may set another time, as the tests do.
  sql`CREATE OR REPLACE FUNCTION advance_positions(
      of_group text, of_topic text, partitions integer[], froms bigint[], tos bigint[], epochs bigint[])
    RETURNS void
    LANGUAGE plpgsql AS $$
    DECLARE
      moved integer;
    BEGIN
      IF current_setting('server_version_num')::integer >= 170000 THEN
        PERFORM set_config('transaction_timeout', coalesce(current_setting('bourse.transaction_timeout', true), '30s'), true);
      END IF;
      UPDATE log_positions AS p SET position = step.to_position
        FROM unnest(partitions, froms, tos, epochs) AS step (partition, from_position, to_position, epoch)
        WHERE p.group_name = of_group AND p.topic = of_topic AND p.partition = step.partition
          AND p.position = step.from_position AND p.epoch = step.epoch;
      GET DIAGNOSTICS moved = ROW_COUNT;
      IF moved <> cardinality(partitions) THEN
        RAISE EXCEPTION 'group % is fenced off topic %', of_group, of_topic USING ERRCODE = 'BF001';
      END IF;
    END $$`,
];
