import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Topics whose records go on elsewhere: their end in the database stands still for ever. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  sql`ALTER TABLE log_ends ADD COLUMN moved_to text`,

  // A process that was started before the move must not go on appending here: nobody would read it.
  sql`CREATE FUNCTION refuse_moved_topic() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'the topic % has moved to Kafka: start this process again with KAFKA_BROKERS', OLD.topic
        USING ERRCODE = '55000';
    END $$`,
  sql`CREATE TRIGGER log_ends_moved BEFORE UPDATE OF next_position ON log_ends
    FOR EACH ROW WHEN (OLD.moved_to IS NOT NULL) EXECUTE FUNCTION refuse_moved_topic()`,
];
