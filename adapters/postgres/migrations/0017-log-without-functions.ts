import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/**
 * The log and its positions are written by single statements over all partitions at once, where functions went from one to the next: of a small
 * batch, half the time was their own. What such a statement finds wrong it raises through `refuse`.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  sql`CREATE FUNCTION refuse(reason text, code text) RETURNS bigint LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '%', reason USING ERRCODE = code;
    END $$`,
  sql`DROP FUNCTION append_to_log(text[], integer[], integer[], text[], bigint[])`,
  sql`DROP FUNCTION advance_positions(text, text, integer[], bigint[], bigint[], bigint[])`,
];
