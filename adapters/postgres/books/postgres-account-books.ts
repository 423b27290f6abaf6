import type { AccountBooks, BookEntries, BookKeys } from '@bourse/application/ports/account-books.ts';
import type { JournalHead } from '@bourse/core/ledger/journal.ts';
import type { Database } from '../database.ts';
import { statementsOf } from '../postgres-transactions.ts';
import type { Column } from '../rows.ts';
import { cellsOf, oneByKey, rowsText, rowWriter } from '../rows.ts';
import type { Statements } from '../statements.ts';
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
    load: (keys) => database.prepared((statements) => load(statements, keys)),
    async save(transaction, changes) {
      const statements = statementsOf(transaction);
      // Sent together: they depend on nothing of each other, and the server works through them without waiting for us.
      await Promise.all([
        write.accounts(statements, changes.accounts),
        write.positions(statements, changes.positions),
        write.newOrders(statements, changes.newOrders),
        write.changedOrders(statements, changes.changedOrders),
        write.cashTransactions(statements, changes.cashTransactions),
        write.journal(statements, changes.journal),
        write.heads(statements, changes.heads),
      ]);
    },
  };
}

const write = {
  accounts: rowWriter('accounts', ACCOUNT_COLUMNS, ['account_id']),
  positions: rowWriter('positions', POSITION_COLUMNS, ['account_id', 'symbol']),
  newOrders: rowWriter('orders', ORDER_COLUMNS),
  // Terms, identity and creation of an order never change. By its key, as an UPDATE with a join may be planned without the index.
  changedOrders: rowWriter('orders', ORDER_COLUMNS, ['account_id', 'id'], CHANGING_ORDER_COLUMNS),
  cashTransactions: rowWriter('cash_transactions', CASH_TRANSACTION_COLUMNS),
  journal: rowWriter('journal', JOURNAL_COLUMNS),
  heads: rowWriter('journal_heads', HEAD_COLUMNS, ['partition']),
};

type Keys<Kind extends keyof BookKeys> = BookKeys[Kind][number];

const POSITION_KEY: readonly Column<Keys<'positions'>>[] = [
  ['account_id', 'uuid', ({ accountId }) => accountId],
  ['symbol', 'text', ({ symbol }) => symbol],
];
const ORDER_KEY: readonly Column<Keys<'orders'>>[] = [
  ['account_id', 'uuid', ({ accountId }) => accountId],
  ['id', 'uuid', ({ id }) => id],
];
const CASH_TRANSACTION_KEY: readonly Column<Keys<'cashTransactions'>>[] = [
  ['account_id', 'uuid', ({ accountId }) => accountId],
  ['transaction_id', 'uuid', ({ transactionId }) => transactionId],
];

const read = {
  accounts: 'SELECT * FROM accounts WHERE account_id = ANY ($1::uuid[])',
  positions: lookUpText('positions', POSITION_KEY),
  orders: lookUpText('orders', ORDER_KEY),
  cashTransactions: lookUpText('cash_transactions', CASH_TRANSACTION_KEY),
  heads: `SELECT partition, sequence, encode(hash, 'hex') AS hash FROM journal_heads WHERE partition = ANY ($1::integer[])`,
};

function lookUpText<Key>(table: string, key: readonly Column<Key>[]): string {
  const names = key.map(([name]) => name);
  return `SELECT found.* FROM ${rowsText(key)}, ${oneByKey(table, names)} AS found`;
}

async function load(statements: Statements, keys: BookKeys): Promise<BookEntries> {
  const find = async <Row>(text: string, wanted: number, values: readonly unknown[]): Promise<readonly Row[]> =>
    wanted === 0 ? [] : statements.run<Row>(text, values);
  const [accounts, positions, orders, cashTransactions, heads] = await Promise.all([
    find<AccountRow>(read.accounts, keys.accountIds.length, [keys.accountIds]),
    find<PositionRow>(read.positions, keys.positions.length, cellsOf(POSITION_KEY, keys.positions)),
    find<OrderRow>(read.orders, keys.orders.length, cellsOf(ORDER_KEY, keys.orders)),
    find<CashTransactionRow>(
      read.cashTransactions,
      keys.cashTransactions.length,
      cellsOf(CASH_TRANSACTION_KEY, keys.cashTransactions),
    ),
    find<JournalHead>(read.heads, keys.partitions.length, [keys.partitions]),
  ]);
  return {
    accounts: accounts.map(accountFromRow),
    positions: positions.map(positionFromRow),
    orders: orders.map(orderFromRow),
    cashTransactions: cashTransactions.map(cashTransactionFromRow),
    heads,
  };
}
