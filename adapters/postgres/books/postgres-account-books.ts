import type { AccountBooks, BookChanges, BookEntries, BookKeys } from '@bourse/application/ports/account-books.ts';
import type { JournalHead } from '@bourse/core/ledger/journal.ts';
import { sql } from 'kysely';
import type { Database, Sql } from '../database.ts';
import { sqlOf } from '../postgres-transactions.ts';
import type { Column } from '../rows.ts';
import { assignments, oneByKey, rowsOf } from '../rows.ts';
import type { AccountRow, CashTransactionRow, PositionRow } from './account-row-codec.ts';
import {
  ACCOUNT_COLUMNS,
  accountFromRow,
  CASH_TRANSACTION_COLUMNS,
  cashTransactionFromRow,
  POSITION_COLUMNS,
  positionFromRow,
} from './account-row-codec.ts';
import { HEAD_COLUMNS, JOURNAL_COLUMNS } from './journal-row-codec.ts';
import type { OrderRow } from './order-row-codec.ts';
import { CHANGING_ORDER_COLUMNS, ORDER_COLUMNS, orderFromRow } from './order-row-codec.ts';

/** The books as tables: a batch is one statement for each table it touches, whatever its size. */
export function createPostgresAccountBooks(database: Database): AccountBooks {
  return {
    load: (keys) => database.prepared((connection) => load(connection, keys)),
    async save(transaction, changes) {
      const connection = sqlOf(transaction);
      // Sent together: they depend on nothing of each other, and the server works through them without waiting for us.
      await Promise.all(WRITES.map((write) => write(connection, changes)));
    },
  };
}

const ORDER_NAME_COLUMNS: readonly Column<BookKeys['orders'][number]>[] = [
  ['account_id', 'uuid', ({ accountId }) => accountId],
  ['id', 'uuid', ({ id }) => id],
];

const WRITES = [
  writeAccounts,
  writePositions,
  insertOrders,
  updateOrders,
  insertCashTransactions,
  insertJournal,
  writeHeads,
];

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
      AS k (account_id, symbol), ${oneByKey('positions', ['account_id', 'symbol'])} AS p`.execute(connection);
  return rows.map(positionFromRow);
}

async function loadOrders(connection: Sql, keys: BookKeys['orders']) {
  if (keys.length === 0) return [];
  const { rows } = await sql<OrderRow>`
    SELECT o.* FROM ${rowsOf(ORDER_NAME_COLUMNS, keys)}, ${oneByKey('orders', ['account_id', 'id'], 'row')} AS o`.execute(
    connection,
  );
  return rows.map(orderFromRow);
}

async function loadCashTransactions(connection: Sql, keys: BookKeys['cashTransactions']) {
  if (keys.length === 0) return [];
  const { rows } = await sql<CashTransactionRow>`
    SELECT c.* FROM unnest(${keys.map(({ accountId }) => accountId)}::uuid[],
      ${keys.map(({ transactionId }) => transactionId)}::uuid[]) AS k (account_id, transaction_id)
, ${oneByKey('cash_transactions', ['account_id', 'transaction_id'])} AS c`.execute(connection);
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
  await upsert(connection, { table: 'accounts', columns: ACCOUNT_COLUMNS, keyLength: 1 }, accounts);
}

async function writePositions(connection: Sql, { positions }: BookChanges): Promise<void> {
  await upsert(connection, { table: 'positions', columns: POSITION_COLUMNS, keyLength: 2 }, positions);
}

async function insertOrders(connection: Sql, { newOrders }: BookChanges): Promise<void> {
  await insert(connection, { table: 'orders', columns: ORDER_COLUMNS }, newOrders);
}

/** Terms, identity and creation of an order never change; everything else is written. */
async function updateOrders(connection: Sql, { changedOrders }: BookChanges): Promise<void> {
  if (changedOrders.length === 0) return;
  await sql`
    UPDATE orders AS o SET ${assignments(CHANGING_ORDER_COLUMNS, 'row')}
    FROM ${rowsOf(ORDER_COLUMNS, changedOrders)} WHERE o.account_id = row.account_id AND o.id = row.id`.execute(
    connection,
  );
}

async function insertCashTransactions(connection: Sql, { cashTransactions }: BookChanges): Promise<void> {
  await insert(connection, { table: 'cash_transactions', columns: CASH_TRANSACTION_COLUMNS }, cashTransactions);
}

async function insertJournal(connection: Sql, { journal }: BookChanges): Promise<void> {
  await insert(connection, { table: 'journal', columns: JOURNAL_COLUMNS }, journal);
}

async function writeHeads(connection: Sql, { heads }: BookChanges): Promise<void> {
  await upsert(connection, { table: 'journal_heads', columns: HEAD_COLUMNS, keyLength: 1 }, heads);
}

interface Table<Item> {
  readonly table: string;
  readonly columns: readonly Column<Item>[];
}

async function insert<Item>(connection: Sql, { table, columns }: Table<Item>, items: readonly Item[]): Promise<void> {
  if (items.length === 0) return;
  await sql`INSERT INTO ${sql.table(table)} (${namesOf(columns)}) SELECT * FROM ${rowsOf(columns, items)}`.execute(
    connection,
  );
}

/** The first `keyLength` columns are the primary key; rows that are there already take all others over. */
async function upsert<Item>(
  connection: Sql,
  { table, columns, keyLength }: Table<Item> & { readonly keyLength: number },
  items: readonly Item[],
): Promise<void> {
  if (items.length === 0) return;
  await sql`
    INSERT INTO ${sql.table(table)} (${namesOf(columns)}) SELECT * FROM ${rowsOf(columns, items)}
    ON CONFLICT (${namesOf(columns.slice(0, keyLength))})
    DO UPDATE SET ${assignments(columns.slice(keyLength), 'excluded')}`.execute(connection);
}

function namesOf<Item>(columns: readonly Column<Item>[]) {
  return sql.join(columns.map(([name]) => sql.ref(name)));
}
