import type {
  TradeCursor,
  TradeFilter,
  TradePage,
  TradeQueries,
  VersionFilter,
} from '@bourse/application/ports/trade-queries.ts';
import { examinedAtMost } from '@bourse/application/ports/trade-queries.ts';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Database, Sql } from '../database.ts';
import type { TradeRow } from './trade-row-codec.ts';
import { TRADE_SELECTION, tradeFromRow } from './trade-row-codec.ts';

/** Reads trades by the index that has the order of the list; what no index knows is looked at row by row, up to a limit. */
export function createPostgresTradeQueries(database: Database): TradeQueries {
  return {
    list: (filter) => database.query((connection) => list(connection, filter)),
    versions: (filter) => database.query((connection) => listVersions(connection, filter)),
  };
}

/** A record that was looked at: the how manieth, and whether the filters let it through. */
type ExaminedRow = TradeRow & { readonly number: bigint; readonly is_shown: boolean };

/**
 * The rows in the order of an index, numbered; those that are shown, and the last one that may be looked at, so that it is known where to go
 * on. All of it streams: the outer limit ends it early. The inner limit is hidden from the planner, which would otherwise sort everything
 * in the range when it takes that for less than the limit.
 */
async function list(connection: Sql, filter: TradeFilter): Promise<TradePage<TradeCursor>> {
  const { today, limit } = filter;
  const mostExamined = examinedAtMost(limit);
  const { rows } = await sql<ExaminedRow>`
    SELECT ${sql.raw(TRADE_SELECTION)}, number, is_shown FROM (
      SELECT *, row_number() OVER (ORDER BY maturity_date, trade_id, version) AS number,
        ${sql.join(shownOf(filter), sql` AND `)} AS is_shown
      FROM (${inOrder(filter, mostExamined)}) AS examined
    ) AS numbered
    WHERE is_shown OR number = ${mostExamined}
    ORDER BY numbered.maturity_date, trade_id, version LIMIT ${limit + 1}`.execute(connection);
  const shown = rows.filter((row) => row.is_shown);
  const last = rows.at(-1);
  const endsEarly = last !== undefined && Number(last.number) === mostExamined;
  const continueBehind = shown.length > limit ? shown[limit - 1] : endsEarly ? last : undefined;
  return {
    items: shown.slice(0, limit).map((row) => tradeFromRow(row, today)),
    next: continueBehind === undefined ? null : cursorOf(continueBehind),
  };
}

/**
 * The first so many rows of the range. Of books and counterparties the living and the expired are in one index; of all trades each have their own, and
 * the two are merged.
 */
function inOrder(filter: TradeFilter, count: number): RawBuilder<unknown> {
  const range = sql.join(rangeOf(filter), sql` AND `);
  const first = (rows: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(${rows} ORDER BY maturity_date, trade_id, version LIMIT (SELECT ${count}::bigint))`;
  if (filter.bookId !== null || filter.counterpartyId !== null) return first(sql`SELECT * FROM trades WHERE ${range}`);
  const living = first(sql`SELECT * FROM trades WHERE NOT expired AND ${range}`);
  if (filter.expired === false) return living;
  const expired = first(sql`SELECT * FROM trades WHERE expired AND ${range}`);
  return first(sql`SELECT * FROM (${living} UNION ALL ${expired}) AS all_trades`);
}

/** What the index knows. Only one of book and counterparty has an index to itself, the other one is looked at row by row. */
function rangeOf(filter: TradeFilter): RawBuilder<unknown>[] {
  const { bookId, counterpartyId, maturityFrom, maturityTo, expired, today, after } = filter;
  return [
    sql`true`,
    ...(bookId === null ? [] : [sql`book_id = ${bookId}`]),
    ...(counterpartyId === null || bookId !== null ? [] : [sql`counterparty_id = ${counterpartyId}`]),
    ...(maturityFrom === null ? [] : [sql`maturity_date >= ${maturityFrom}::date`]),
    ...(maturityTo === null ? [] : [sql`maturity_date <= ${maturityTo}::date`]),
    ...(expired === false ? [sql`maturity_date >= ${today}::date`] : []),
    // A process whose clock is ahead may have marked some already; by more than a day it is not.
    ...(expired === true ? [sql`maturity_date <= ${today}::date + 1`] : []),
    ...(after === null
      ? []
      : [sql`(maturity_date, trade_id, version) > (${after.maturityDate}::date, ${after.tradeId}, ${after.version})`]),
  ];
}

/** What has to be looked at row by row. */
function shownOf(filter: TradeFilter): RawBuilder<unknown>[] {
  const { bookId, counterpartyId, expired, versions, today } = filter;
  const hasExpired = sql`(expired OR maturity_date < ${today}::date)`;
  return [
    sql`true`,
    ...(counterpartyId === null || bookId === null ? [] : [sql`counterparty_id = ${counterpartyId}`]),
    ...(expired === null ? [] : [expired ? hasExpired : sql`NOT ${hasExpired}`]),
    ...(versions === 'all'
      ? []
      : [
          sql`NOT EXISTS (SELECT FROM trades AS higher
            WHERE higher.trade_id = examined.trade_id AND higher.version > examined.version)`,
        ]),
  ];
}

function cursorOf({ maturity_date: maturityDate, trade_id: tradeId, version }: TradeRow): TradeCursor {
  return { maturityDate, tradeId, version };
}

async function listVersions(connection: Sql, filter: VersionFilter): Promise<TradePage<number>> {
  const { tradeId, today, limit, after } = filter;
  const { rows } = await sql<TradeRow>`
    SELECT ${sql.raw(TRADE_SELECTION)} FROM trades WHERE trade_id = ${tradeId}
      ${after === null ? sql`` : sql`AND version < ${after}`}
    ORDER BY version DESC LIMIT ${limit + 1}`.execute(connection);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items: rows.slice(0, limit).map((row) => tradeFromRow(row, today)), next: last?.version ?? null };
}
