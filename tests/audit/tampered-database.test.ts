import type { FindingKind } from '@bourse/core/audit/finding.ts';
import { createPostgresAccountBooks } from '@bourse/postgres/books/postgres-account-books.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { auditOf } from '../support/audit-of.ts';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { emptyBooks } from '../support/empty-books.ts';
import type { SmallBooks } from '../support/small-books.ts';
import { bookSmallBooks } from '../support/small-books.ts';

const postgres = databaseOfThisFile();
let small: SmallBooks;

beforeEach(async () => {
  const { database } = postgres();
  await emptyBooks(database);
  small = await bookSmallBooks({
    books: createPostgresAccountBooks(database),
    transactions: createPostgresTransactions(database),
  });
});

/** Changes the database as somebody would who owns it, against its own rules. */
async function tamper(statement: RawBuilder<unknown>): Promise<void> {
  const { sql: connection } = postgres().database;
  await connection.transaction().execute(async (transaction) => {
    await sql`ALTER TABLE journal DISABLE TRIGGER journal_is_immutable`.execute(transaction);
    const { numAffectedRows } = await statement.execute(transaction);
    // A test of damage that changed nothing would pass for the wrong reason.
    if (numAffectedRows === 0n) throw new RangeError('nothing was there to be changed');
    await sql`ALTER TABLE journal ENABLE TRIGGER journal_is_immutable`.execute(transaction);
  });
}

const NEWEST = sql`(partition, sequence) IN (SELECT partition, sequence FROM journal_heads)`;

const DAMAGES: readonly (readonly [string, RawBuilder<unknown>, FindingKind])[] = [
  ['cash was added', sql`UPDATE accounts SET available_micros = available_micros + 1`, 'stored-balance-mismatch'],
  ['an account was removed', sql`DELETE FROM accounts`, 'stored-balance-mismatch'],
  ['shares were added', sql`UPDATE positions SET available_micros = available_micros + 1`, 'stored-balance-mismatch'],
  ['an average price was changed', sql`UPDATE positions SET average_entry_price_micros = 1`, 'stored-balance-mismatch'],
  ['a profit was changed', sql`UPDATE positions SET realized_profit_micros = 1`, 'stored-balance-mismatch'],
  ['a position was removed', sql`DELETE FROM positions`, 'stored-balance-mismatch'],
  ['a hold lost its order', sql`DELETE FROM orders WHERE status = 'open' AND side = 'buy'`, 'hold-mismatch'],
  ['held shares lost their order', sql`DELETE FROM orders WHERE status = 'open' AND side = 'sell'`, 'hold-mismatch'],
  ['an order reserves less', sql`UPDATE orders SET held_micros = 1 WHERE status = 'open'`, 'hold-mismatch'],
  ['a fill was added to an order', sql`UPDATE orders SET fill_count = 2 WHERE status = 'filled'`, 'fill-mismatch'],
  ['a filled order was removed', sql`DELETE FROM orders WHERE status = 'filled'`, 'fill-mismatch'],
  ['a filled order says it is not', sql`UPDATE orders SET status = 'expired' WHERE status = 'filled'`, 'fill-mismatch'],
  ['an order has more fills than it asked for', sql`UPDATE orders SET quantity_micros = 1`, 'fill-mismatch'],
  ['a deposit was removed', sql`DELETE FROM cash_transactions WHERE type = 'deposit'`, 'cash-transaction-mismatch'],
  ['a deposit was raised', sql`UPDATE cash_transactions SET amount_micros = 7`, 'cash-transaction-mismatch'],
  ['a deposit became a withdrawal', sql`UPDATE cash_transactions SET type = 'withdrawal'`, 'cash-transaction-mismatch'],
  ['an entry was changed', sql`UPDATE journal SET recorded_at_ms = 1 WHERE sequence = 1`, 'hash-mismatch'],
  ['a fill has another source', sql`UPDATE journal SET fill_price_source = 'x' WHERE kind = 'fill'`, 'hash-mismatch'],
  ['the first entries were removed', sql`DELETE FROM journal WHERE sequence = 1`, 'sequence-gap'],
  ['the newest entries were removed', sql`DELETE FROM journal WHERE ${NEWEST}`, 'head-mismatch'],
  ['the whole journal was removed', sql`DELETE FROM journal`, 'head-mismatch'],
  ['the end of a chain was forgotten', sql`UPDATE journal_heads SET sequence = sequence - 1`, 'head-mismatch'],
  ['the last hash was changed', sql`UPDATE journal_heads SET hash = sha256('x')`, 'head-mismatch'],
];

describe('a verification of a database', () => {
  it('finds nothing wrong with books that nobody touched', async () => {
    const report = await auditOf(postgres().database);
    expect(report.findings).toEqual([]);
    expect(report.transactions).toBe(BigInt(small.bookkeeper.journal().length));
  });

  it.each(DAMAGES)('tells when %s', async (_, statement, kind) => {
    await tamper(statement);
    const { findings } = await auditOf(postgres().database);
    expect(findings.map((finding) => finding.kind)).toContain(kind);
  });

  it('names the first entry of a partition that was changed', async () => {
    const { partition } = small.bookkeeper.journal().find((entry) => entry.accountId === small.trader)!;
    await tamper(sql`UPDATE journal SET recorded_at_ms = 1 WHERE sequence >= 2 AND partition = ${partition}`);
    const { findings } = await auditOf(postgres().database);
    expect(findings[0]).toMatchObject({ kind: 'hash-mismatch', partition, sequence: 2n });
    expect(findings.filter(({ kind }) => kind === 'hash-mismatch')).toHaveLength(1);
  });
});
