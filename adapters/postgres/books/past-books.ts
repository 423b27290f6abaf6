import type { EquityPoint, Portfolio } from '@bourse/application/ports/account-queries.ts';
import { INTERVAL_MS } from '@bourse/core/market/candle.ts';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Sql } from '../database.ts';
import type { PortfolioRow } from './portfolio-row-codec.ts';
import { portfolioFromRows } from './portfolio-row-codec.ts';

const { '1m': MINUTE_MS, '1h': HOUR_MS, '1d': DAY_MS } = INTERVAL_MS;

/**
 * The books of one account at a past moment: each balance is the one right after the last transaction up to then. What the rules of the
 * day remember is not in the journal.
 */
export async function portfolioAt(connection: Sql, accountId: string, atMs: number): Promise<Portfolio> {
  const { rows } = await sql<PortfolioRow>`
    SELECT cash.account_id, cash_available_after AS available_micros, cash_held_after AS held_micros, '' AS limit_date,
      0::bigint AS deposited_on_date_micros, 0::bigint AS withdrawn_on_date_micros, recorded_at_ms, shares.*
    FROM (
      SELECT * FROM journal WHERE account_id = ${accountId} AND recorded_at_ms <= ${atMs}
      ORDER BY recorded_at_ms DESC, sequence DESC LIMIT 1) AS cash
    LEFT JOIN (
      SELECT p.symbol, j.shares_available_after AS shares_available, j.shares_held_after AS shares_held,
        j.average_entry_price_after AS average_entry_price_micros, j.realized_profit_after AS realized_profit_micros
      FROM positions p, LATERAL (
        SELECT * FROM journal
        WHERE account_id = p.account_id AND symbol = p.symbol AND recorded_at_ms <= ${atMs}
        ORDER BY recorded_at_ms DESC, sequence DESC LIMIT 1) AS j
      WHERE p.account_id = ${accountId}) AS shares ON true
    ORDER BY shares.symbol COLLATE "C"`.execute(connection);
  return portfolioFromRows(accountId, rows);
}

/**
 * What an account was worth at each moment: cash of that moment, and its shares at the last price of or before that minute, rounded as
 * everywhere: half to even, in whole numbers (a tie between an even number and the next leaves half a million of two). Where minutes are no
 * longer kept it is the last price of the hour or day that had ended by then.
 */
export async function equityAt(
  connection: Sql,
  accountId: string,
  momentsMs: readonly number[],
): Promise<readonly EquityPoint[]> {
  const { rows } = await sql<{ at_ms: bigint; cash: bigint; market_value: string }>`
    SELECT moment.at_ms,
      coalesce((SELECT cash_available_after + cash_held_after FROM journal
        WHERE account_id = ${accountId} AND recorded_at_ms <= moment.at_ms
        ORDER BY recorded_at_ms DESC, sequence DESC LIMIT 1), 0) AS cash,
      (SELECT coalesce(sum(div(product + 500000, 1000000)
          - CASE WHEN mod(product, 2000000) = 500000 THEN 1 ELSE 0 END), 0)
        FROM positions p,
        LATERAL (SELECT shares_available_after + shares_held_after AS quantity FROM journal
          WHERE account_id = p.account_id AND symbol = p.symbol AND recorded_at_ms <= moment.at_ms
          ORDER BY recorded_at_ms DESC, sequence DESC LIMIT 1) AS shares,
        LATERAL (SELECT shares.quantity::numeric * coalesce(
          ${lastClose(MINUTE_MS, 0)}, ${lastClose(HOUR_MS, HOUR_MS)}, ${lastClose(DAY_MS, DAY_MS)}) AS product) AS quote
        WHERE p.account_id = ${accountId})::text AS market_value
    FROM unnest(${momentsMs}::bigint[]) WITH ORDINALITY AS moment (at_ms, number) ORDER BY moment.number`.execute(
    connection,
  );
  return rows.map((row) => ({
    atMs: Number(row.at_ms),
    cashMicros: row.cash,
    marketValueMicros: BigInt(row.market_value),
  }));
}

/** The close of the last candle of an interval that began at least so long before the moment. */
function lastClose(intervalMs: number, beforeMs: number): RawBuilder<unknown> {
  return sql`(SELECT close_micros FROM candles WHERE symbol = p.symbol AND interval_ms = ${intervalMs}
    AND start_ms <= moment.at_ms - ${beforeMs}::bigint ORDER BY start_ms DESC LIMIT 1)`;
}
