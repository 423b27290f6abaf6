import type { AccountBooks, BookChanges, BookEntries, BookKeys } from '@bourse/application/ports/account-books.ts';
import type { JournalHead } from '@bourse/core/ledger/journal.ts';
import { sql } from 'kysely';
import type { Database, Sql } from '../database.ts';
import { sqlOf } from '../postgres-transactions.ts';
import type { AccountRow, CashTransactionRow, PositionRow } from './account-row-codec.ts';
import {
  accountFromRow,
  accountToRow,
  cashTransactionFromRow,
  cashTransactionToRow,
  positionFromRow,
  positionToRow,
} from './account-row-codec.ts';
import { JOURNAL_COLUMNS, journalToRow } from './journal-row-codec.ts';
import type { OrderRow } from './order-row-codec.ts';
import { ORDER_COLUMNS, orderFromRow, orderToRow } from './order-row-codec.ts';

/** The books as tables: a batch is one statement for each table it touches, whatever its size. */
export function createPostgresAccountBooks(database: Database): AccountBooks {
  return {
    load: (keys) => database.query((connection) => load(connection, keys)),
    async save(transaction, changes) {
      const connection = sqlOf(transaction);
      for (const write of [
        writeAccounts,
        writePositions,
        insertOrders,
        updateOrders,
        insertCashTransactions,
        insertJournal,
        writeHeads,
      ]) {
        await write(connection, changes);
      }
    },
  };
}

async function load(connection: Sql, keys: BookKeys): Promise<BookEntries> {
  const [accounts, positions, orders, cashTransactions, heads] = await Promise.all([
    loadAccounts(connection, keys.accountIds),
    loadPositions(connection, keys.positions),
    loadOrders(connection, keys.orders),
    loadCashTransactions(connection, keys.cashTransactions),
    loadHeads(connection, keys.partitions),
  ]);
  return { accounts, positions, orders, cashTransactions, heads };
}

async function loadAccounts(connection: Sql, accountIds: BookKeys['accountIds']) {
  if (accountIds.length === 0) return [];
  const { rows } = await sql<AccountRow>`SELECT * FROM accounts WHERE account_id = ANY (${accountIds}::uuid[])`.execute(
    connection,
  );
  return rows.map(accountFromRow);
}

async function loadPositions(connection: Sql, keys: BookKeys['positions']) {
  if (keys.length === 0) return [];
  const { rows } = await sql<PositionRow>`
    SELECT p.* FROM unnest(${keys.map(({ accountId }) => accountId)}::uuid[], ${keys.map(({ symbol }) => symbol)}::text[])
      AS k (account_id, symbol) JOIN positions p USING (account_id, symbol)`.execute(connection);
  return rows.map(positionFromRow);
}

async function loadOrders(connection: Sql, keys: BookKeys['orders']) {
  if (keys.length === 0) return [];
  const { rows } = await sql<OrderRow>`
    SELECT o.* FROM unnest(${keys.map(({ accountId }) => accountId)}::uuid[], ${keys.map(({ id }) => id)}::uuid[])
      AS k (account_id, id) JOIN orders o USING (account_id, id)`.execute(connection);
  return rows.map(orderFromRow);
}

async function loadCashTransactions(connection: Sql, keys: BookKeys['cashTransactions']) {
  if (keys.length === 0) return [];
  const { rows } = await sql<CashTransactionRow>`
    SELECT c.* FROM unnest(${keys.map(({ accountId }) => accountId)}::uuid[],
      ${keys.map(({ transactionId }) => transactionId)}::uuid[]) AS k (account_id, transaction_id)
      JOIN cash_transactions c USING (account_id, transaction_id)`.execute(connection);
  return rows.map(cashTransactionFromRow);
}

async function loadHeads(connection: Sql, partitions: BookKeys['partitions']): Promise<JournalHead[]> {
  if (partitions.length === 0) return [];
  const { rows } = await sql<JournalHead>`
    SELECT partition, sequence, encode(hash, 'hex') AS hash FROM journal_heads
    WHERE partition = ANY (${partitions}::integer[])`.execute(connection);
  return rows;
}

async function writeAccounts(connection: Sql, { accounts }: BookChanges): Promise<void> {
  if (accounts.length === 0) return;
  await sql`
    INSERT INTO accounts SELECT * FROM json_to_recordset(${JSON.stringify(accounts.map(accountToRow))}::json) AS row (
      account_id uuid, available_micros bigint, held_micros bigint, limit_date text, deposited_on_date_micros bigint,
      withdrawn_on_date_micros bigint, recorded_at_ms bigint)
    ON CONFLICT (account_id) DO UPDATE SET available_micros = excluded.available_micros, held_micros = excluded.held_micros,
      limit_date = excluded.limit_date, deposited_on_date_micros = excluded.deposited_on_date_micros,
      withdrawn_on_date_micros = excluded.withdrawn_on_date_micros, recorded_at_ms = excluded.recorded_at_ms`.execute(
    connection,
  );
}

async function writePositions(connection: Sql, { positions }: BookChanges): Promise<void> {
  if (positions.length === 0) return;
  await sql`
    INSERT INTO positions SELECT * FROM json_to_recordset(${JSON.stringify(positions.map(positionToRow))}::json) AS row (
      account_id uuid, symbol text, available_micros bigint, held_micros bigint, average_entry_price_micros bigint,
      realized_profit_micros bigint)
    ON CONFLICT (account_id, symbol) DO UPDATE SET available_micros = excluded.available_micros,
      held_micros = excluded.held_micros, average_entry_price_micros = excluded.average_entry_price_micros,
      realized_profit_micros = excluded.realized_profit_micros`.execute(connection);
}

async function insertOrders(connection: Sql, { newOrders }: BookChanges): Promise<void> {
  if (newOrders.length === 0) return;
  await sql`
    INSERT INTO orders SELECT * FROM json_to_recordset(${JSON.stringify(newOrders.map(orderToRow))}::json)
      AS row (${sql.raw(ORDER_COLUMNS)})`.execute(connection);
}

/** Terms, identity and creation of an order never change; everything else is written. */
async function updateOrders(connection: Sql, { changedOrders }: BookChanges): Promise<void> {
  if (changedOrders.length === 0) return;
  await sql`
    UPDATE orders AS o SET status = row.status, reason = row.reason, filled_quantity_micros = row.filled_quantity_micros,
      filled_notional_micros = row.filled_notional_micros, held_micros = row.held_micros, triggered = row.triggered,
      fill_count = row.fill_count, tried_as_of_ms = row.tried_as_of_ms, updated_at_ms = row.updated_at_ms,
      wake_at_or_above_micros = row.wake_at_or_above_micros, wake_at_or_below_micros = row.wake_at_or_below_micros,
      lapses_at_ms = row.lapses_at_ms
    FROM json_to_recordset(${JSON.stringify(changedOrders.map(orderToRow))}::json) AS row (${sql.raw(ORDER_COLUMNS)})
    WHERE o.account_id = row.account_id AND o.id = row.id`.execute(connection);
}

async function insertCashTransactions(connection: Sql, { cashTransactions }: BookChanges): Promise<void> {
  if (cashTransactions.length === 0) return;
  await sql`
    INSERT INTO cash_transactions SELECT * FROM
      json_to_recordset(${JSON.stringify(cashTransactions.map(cashTransactionToRow))}::json) AS row (account_id uuid,
      transaction_id uuid, type text, amount_micros bigint, cash_after_micros bigint, recorded_at_ms bigint)`.execute(
    connection,
  );
}

async function insertJournal(connection: Sql, { journal }: BookChanges): Promise<void> {
  if (journal.length === 0) return;
  await sql`
    INSERT INTO journal SELECT * FROM json_to_recordset(${JSON.stringify(journal.map(journalToRow))}::json)
      AS row (${sql.raw(JOURNAL_COLUMNS)})`.execute(connection);
}

async function writeHeads(connection: Sql, { heads }: BookChanges): Promise<void> {
  if (heads.length === 0) return;
  const rows = heads.map(({ partition, sequence, hash }) => ({
    partition,
    sequence: sequence.toString(),
    hash: `\\x${hash}`,
  }));
  await sql`
    INSERT INTO journal_heads SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS row (partition integer, sequence bigint, hash bytea)
    ON CONFLICT (partition) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash`.execute(connection);
}
