import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/**
 * The log and its positions are written by single statements over all partitions at once, where functions went from one to the next: of a small
 * batch, half the time was their own. What such a statement finds wrong it raises through `refuse`. The functions stay: processes of an
 * earlier version call them, and may go on beside the first of this one.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`CREATE FUNCTION refuse(reason text, code text) RETURNS bigint LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '%', reason USING ERRCODE = code;
    END $$`.execute(database);
}
