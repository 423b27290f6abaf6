import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/**
 * Appends that must begin where they were expected to: what was decided on the way into the log has its effects at those positions. Without
 * `starts`, or with a null in it, they begin wherever the partition ends.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  sql`DROP FUNCTION append_to_log(text[], integer[], integer[], text[])`,
  sql`CREATE FUNCTION append_to_log(
      topics text[], partitions integer[], counts integer[], payloads text[], starts bigint[] DEFAULT NULL)
    RETURNS TABLE (topic text, partition integer, base_position bigint)
    LANGUAGE plpgsql AS $$
    DECLARE
      batch record;
      ending bigint;
    BEGIN
      FOR batch IN
        SELECT * FROM unnest(topics, partitions, counts, payloads, starts) AS given (topic, partition, count, payload, start)
        ORDER BY 1, 2
      LOOP
        UPDATE log_ends AS e SET next_position = e.next_position + batch.count
          WHERE e.topic = batch.topic AND e.partition = batch.partition
          RETURNING e.next_position INTO ending;
        IF ending IS NULL THEN
          RAISE EXCEPTION 'partition % of topic % does not exist', batch.partition, batch.topic USING ERRCODE = '42704';
        END IF;
        IF ending - batch.count <> batch.start THEN
          RAISE EXCEPTION 'partition % of topic % ends at %, not %',
            batch.partition, batch.topic, ending - batch.count, batch.start USING ERRCODE = 'BF003';
        END IF;
        INSERT INTO log_batches (topic, partition, base_position, record_count, payload)
          VALUES (batch.topic, batch.partition, ending - batch.count, batch.count, batch.payload);
        topic := batch.topic;
        partition := batch.partition;
        base_position := ending - batch.count;
        RETURN NEXT;
      END LOOP;
    END $$`,
];
