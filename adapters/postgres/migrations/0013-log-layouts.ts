import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** How many partitions the log has and had, the change from one number to the next, and ends of the log that take nothing any more. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  sql`CREATE TABLE log_layouts (
    number integer PRIMARY KEY,
    first_partition integer NOT NULL,
    partitions integer NOT NULL CHECK (partitions > 0),
    begun_at timestamptz NOT NULL DEFAULT clock_timestamp()
  )`,
  sql`INSERT INTO log_layouts (number, first_partition, partitions)
    SELECT 1, 0, count(*) FROM log_ends WHERE topic = 'orders' HAVING count(*) > 0`,

  // One row, held by whoever changes the layout, for as long as that one shows that it lives.
  sql`CREATE TABLE log_layout_change (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    holder text,
    held_until timestamptz NOT NULL DEFAULT '-infinity'
  )`,
  sql`INSERT INTO log_layout_change DEFAULT VALUES`,

  // Looked at in the row that an append changes in any case, so that it costs an append nothing.
  sql`ALTER TABLE log_ends ADD COLUMN closed boolean NOT NULL DEFAULT false`,
  sql`CREATE OR REPLACE FUNCTION refuse_moved_topic() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.closed THEN
        RAISE EXCEPTION 'the topic % takes nothing while the number of its partitions is changed', OLD.topic
          USING ERRCODE = '55000';
      END IF;
      RAISE EXCEPTION 'the topic % has moved to Kafka: start this process again with KAFKA_BROKERS', OLD.topic
        USING ERRCODE = '55000';
    END $$`,
  sql`CREATE OR REPLACE TRIGGER log_ends_moved BEFORE UPDATE OF next_position ON log_ends
    FOR EACH ROW WHEN (OLD.moved_to IS NOT NULL OR OLD.closed) EXECUTE FUNCTION refuse_moved_topic()`,
];
