import type {
  AccountQueries,
  OrderFilter,
  Portfolio,
  TransactionFilter,
} from '@bourse/application/ports/account-queries.ts';
import type { OrderName } from '@bourse/application/ports/due-orders.ts';
import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import { sql } from 'kysely';
import type { Database, Sql } from '../database.ts';
import type { Column } from '../rows.ts';
import { cellsOf, oneByKey, rowsText } from '../rows.ts';
import type { Statements } from '../statements.ts';
import type { JournalRow } from './journal-row-codec.ts';
import { JOURNAL_SELECTION, journalFromRow } from './journal-row-codec.ts';
import type { OrderRow } from './order-row-codec.ts';
import { orderFromRow } from './order-row-codec.ts';
import { equityAt, portfolioAt } from './past-books.ts';
import type { PackedPortfolioRow } from './portfolio-row-codec.ts';
import { PACKED_POSITION, portfolioFromPackedRow } from './portfolio-row-codec.ts';

/** Reads the books by their primary keys and the newest-first indexes: the cost does not grow with what is kept. */
export function createPostgresAccountQueries(database: Database): AccountQueries {
  return {
    orders: (names) => database.prepared((statements) => readOrders(statements, names)),
    portfolios: (accountIds) => database.prepared((statements) => readPortfolios(statements, accountIds)),
    listOrders: (filter) => database.query((connection) => listOrders(connection, filter)),
    listTransactions: (filter) => database.query((connection) => listTransactions(connection, filter)),
    portfolioAt: (accountId, atMs) => database.query((connection) => portfolioAt(connection, accountId, atMs)),
    equityAt: (accountId, moments) => database.query((connection) => equityAt(connection, accountId, moments)),
  };
}

const ORDER_KEY: readonly Column<OrderName>[] = [
  ['account_id', 'uuid', ({ accountId }) => accountId],
  ['id', 'uuid', ({ orderId }) => orderId],
];

const READ_ORDERS = `SELECT found.* FROM ${rowsText(ORDER_KEY)}, ${oneByKey('orders', ['account_id', 'id'])} AS found`;

async function readOrders(statements: Statements, names: readonly OrderName[]): Promise<(Order | undefined)[]> {
  const rows = await statements.run<OrderRow>(READ_ORDERS, cellsOf(ORDER_KEY, names));
  if (rows.length === 0) return names.map(() => undefined);
  const found = new Map(rows.map((row) => [`${row.account_id}/${row.id}`, orderFromRow(row)]));
  return names.map(({ accountId, orderId }) => found.get(`${accountId}/${orderId}`));
}

/** One statement, so that cash and shares are those of one moment. */
const READ_PORTFOLIOS = `
  SELECT a.*, positions.packed FROM accounts a CROSS JOIN LATERAL (
    SELECT string_agg(${PACKED_POSITION}, E'\\n' ORDER BY p.symbol COLLATE "C") AS packed
    FROM positions p WHERE p.account_id = a.account_id) AS positions
  WHERE a.account_id = ANY ($1::uuid[])`;

async function readPortfolios(statements: Statements, accountIds: readonly string[]): Promise<Portfolio[]> {
  const rows = await statements.run<PackedPortfolioRow>(READ_PORTFOLIOS, [accountIds]);
  const rowOf = new Map(rows.map((row) => [row.account_id, row]));
  return accountIds.map((accountId) => portfolioFromPackedRow(accountId, rowOf.get(accountId)));
}

async function listOrders(connection: Sql, filter: OrderFilter): Promise<Order[]> {
  const { accountId, symbol, openOnly, limit, after } = filter;
  const { rows } = await sql<OrderRow>`
    SELECT * FROM orders WHERE account_id = ${accountId} AND created_at_ms >= 0
      ${symbol === null ? sql`` : sql`AND symbol = ${symbol}`}
      ${openOnly ? sql`AND held_micros > 0` : sql``}
      ${after === null ? sql`` : sql`AND (created_at_ms, id) < (${after.createdAtMs}, ${after.id})`}
    ORDER BY created_at_ms DESC, id DESC LIMIT ${limit}`.execute(connection);
  return rows.map(orderFromRow);
}

async function listTransactions(connection: Sql, filter: TransactionFilter): Promise<JournalTransaction[]> {
  const { accountId, limit, after } = filter;
  const { rows } = await sql<JournalRow>`
    SELECT ${sql.raw(JOURNAL_SELECTION)} FROM journal WHERE account_id = ${accountId}
      ${after === null ? sql`` : sql`AND (recorded_at_ms, sequence) < (${after.recordedAtMs}, ${after.sequence})`}
    ORDER BY recorded_at_ms DESC, sequence DESC LIMIT ${limit}`.execute(connection);
  return rows.map(journalFromRow);
}
