import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** The log in the database, consumer positions with their fence, partition leases and dead letters. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  sql`CREATE TABLE log_ends (
    topic text NOT NULL,
    partition integer NOT NULL,
    next_position bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (topic, partition)
  ) WITH (fillfactor = 50)`,

  sql`CREATE TABLE log_batches (
    topic text NOT NULL,
    partition integer NOT NULL,
    base_position bigint NOT NULL,
    record_count integer NOT NULL CHECK (record_count > 0),
    appended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    payload text NOT NULL,
    PRIMARY KEY (topic, partition, base_position)
  )`,
  // Compressing a batch costs more than writing it as it is.
  sql`ALTER TABLE log_batches ALTER COLUMN payload SET STORAGE EXTERNAL`,
  sql`CREATE INDEX log_batches_appended_at ON log_batches USING brin (appended_at)`,

  // The row lock on a partition's end is held until commit, so positions have no gaps and are in commit order.
  // Rows are locked in one order by everybody, so appends cannot deadlock.
  sql`CREATE FUNCTION append_to_log(topics text[], partitions integer[], counts integer[], payloads text[])
    RETURNS TABLE (topic text, partition integer, base_position bigint)
    LANGUAGE plpgsql AS $$
    DECLARE
      batch record;
      ending bigint;
    BEGIN
      FOR batch IN
        SELECT * FROM unnest(topics, partitions, counts, payloads) AS given (topic, partition, count, payload) ORDER BY 1, 2
      LOOP
        UPDATE log_ends AS e SET next_position = e.next_position + batch.count
          WHERE e.topic = batch.topic AND e.partition = batch.partition
          RETURNING e.next_position INTO ending;
        IF ending IS NULL THEN
          RAISE EXCEPTION 'partition % of topic % does not exist', batch.partition, batch.topic USING ERRCODE = '42704';
        END IF;
        INSERT INTO log_batches (topic, partition, base_position, record_count, payload)
          VALUES (batch.topic, batch.partition, ending - batch.count, batch.count, batch.payload);
        topic := batch.topic;
        partition := batch.partition;
        base_position := ending - batch.count;
        RETURN NEXT;
      END LOOP;
    END $$`,

  sql`CREATE TABLE log_positions (
    group_name text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    position bigint NOT NULL DEFAULT 0,
    epoch bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (group_name, topic, partition)
  ) WITH (fillfactor = 50)`,

  // The fence raises inside the transaction, so that nothing pipelined behind it can commit.
  sql`CREATE FUNCTION advance_positions(of_group text, of_topic text, partitions integer[], froms bigint[], tos bigint[], epochs bigint[])
    RETURNS void
    LANGUAGE plpgsql AS $$
    DECLARE
      moved integer;
    BEGIN
      UPDATE log_positions AS p SET position = step.to_position
        FROM unnest(partitions, froms, tos, epochs) AS step (partition, from_position, to_position, epoch)
        WHERE p.group_name = of_group AND p.topic = of_topic AND p.partition = step.partition
          AND p.position = step.from_position AND p.epoch = step.epoch;
      GET DIAGNOSTICS moved = ROW_COUNT;
      IF moved <> cardinality(partitions) THEN
        RAISE EXCEPTION 'group % is fenced off topic %', of_group, of_topic USING ERRCODE = 'BF001';
      END IF;
    END $$`,

  sql`CREATE TABLE partition_members (
    group_name text NOT NULL,
    topic text NOT NULL,
    member text NOT NULL,
    alive_until timestamptz NOT NULL,
    PRIMARY KEY (group_name, topic, member)
  )`,
  sql`CREATE TABLE partition_leases (
    group_name text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    member text,
    expires_at timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (group_name, topic, partition)
  )`,

  sql`CREATE TABLE dead_letters (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    group_name text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    position bigint NOT NULL,
    key text NOT NULL,
    payload text NOT NULL,
    headers jsonb NOT NULL,
    reason text NOT NULL,
    step text NOT NULL,
    attempts integer NOT NULL DEFAULT 1,
    first_seen_at timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'waiting',
    UNIQUE (group_name, topic, partition, position)
  )`,
  sql`CREATE INDEX dead_letters_waiting ON dead_letters (id) WHERE status = 'waiting'`,
];
