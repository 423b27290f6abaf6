import type { Database } from '@bourse/postgres/database.ts';
import { sql } from 'kysely';

/** Takes everything out of the books of a test database, which the database itself would not let anybody do. */
export async function emptyBooks({ sql: connection }: Database): Promise<void> {
  await connection.transaction().execute(async (transaction) => {
    await sql`ALTER TABLE journal DISABLE TRIGGER journal_is_immutable`.execute(transaction);
    await sql`
      TRUNCATE journal, journal_heads, accounts, positions, orders, cash_transactions, prices, candles, audit_state,
        audit_progress, audit_trade_progress`.execute(transaction);
    await sql`ALTER TABLE journal ENABLE TRIGGER journal_is_immutable`.execute(transaction);
  });
}
