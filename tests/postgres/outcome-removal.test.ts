import type { Sql } from '@bourse/postgres/database.ts';
import { removeOutcomesBefore } from '@bourse/postgres/trades/outcome-removal.ts';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';

const postgres = databaseOfThisFile();
const ROWS = 5_000;

/** Fills both tables: every row is a millisecond younger than the one before. */
async function fill(transaction: Sql): Promise<void> {
  await sql`INSERT INTO trade_outcomes (partition, base_position, records, decided_at_ms, payload)
    SELECT row % 4, row / 4, 1, row, '' FROM generate_series(0, ${ROWS - 1}::integer) AS row`.execute(transaction);
  await sql`INSERT INTO trade_request_keys
      (submitted_by, idempotency_key, partition, position, fingerprint, failure_reason, decided_at_ms)
    SELECT 'ada', row::text, 0, row, '', NULL, row FROM generate_series(0, ${ROWS - 1}::integer) AS row`.execute(
    transaction,
  );
}

/** Rows of both tables that this transaction has read by going over a table. */
async function rowsReadByScans(transaction: Sql): Promise<number> {
  const { rows } = await sql<{ scanned: bigint }>`
    SELECT coalesce(sum(seq_tup_read), 0)::bigint AS scanned FROM pg_stat_xact_user_tables
    WHERE relname IN ('trade_outcomes', 'trade_request_keys')`.execute(transaction);
  return Number(rows[0]?.scanned);
}

it('old outcomes and keys are removed without a look at the whole table, however few are old', async () => {
  await postgres()
    .database.sql.transaction()
    .execute(async (transaction) => {
      await fill(transaction);
      expect(await removeOutcomesBefore(transaction, 0, 500)).toBe(0);
      expect(await removeOutcomesBefore(transaction, 100, 500)).toBe(200);
      expect(await removeOutcomesBefore(transaction, ROWS, 500)).toBe(4 * 500 + 500);
      expect(await rowsReadByScans(transaction)).toBe(0);
      // What counts them is a scan, and is seen as one.
      await sql`SELECT count(payload) FROM trade_outcomes`.execute(transaction);
      expect(await rowsReadByScans(transaction)).toBeGreaterThan(0);
    });
});
