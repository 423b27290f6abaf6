import type { EquityPoint, Portfolio } from '@bourse/application/ports/account-queries.ts';
import { emptyAccount } from '@bourse/core/ledger/account.ts';
import { sql } from 'kysely';
import type { Sql } from '../database.ts';
import type { PositionRow } from './account-row-codec.ts';
import { positionFromRow } from './account-row-codec.ts';

/** The books of one account at a past moment: each balance is the one right after the last transaction up to then. */
export async function portfolioAt(connection: Sql, accountId: string, atMs: number): Promise<Portfolio> {
  const [cash, positions] = await Promise.all([
    sql<{ available: bigint; held: bigint; recorded_at_ms: bigint }>`
      SELECT cash_available_after AS available, cash_held_after AS held, recorded_at_ms FROM journal
      WHERE account_id = ${accountId} AND recorded_at_ms <= ${atMs}
      ORDER BY recorded_at_ms DESC, sequence DESC LIMIT 1`.execute(connection),
    sql<PositionRow>`
      SELECT p.account_id, p.symbol, j.shares_available_after AS available_micros, j.shares_held_after AS held_micros,
        j.average_entry_price_after AS average_entry_price_micros, j.realized_profit_after AS realized_profit_micros
      FROM positions p, LATERAL (
        SELECT * FROM journal
        WHERE account_id = p.account_id AND symbol = p.symbol AND recorded_at_ms <= ${atMs}
        ORDER BY recorded_at_ms DESC, sequence DESC LIMIT 1) AS j
      WHERE p.account_id = ${accountId} ORDER BY p.symbol`.execute(connection),
  ]);
  const [row] = cash.rows;
  const account = emptyAccount(accountId);
  return {
    account:
      row === undefined
        ? account
        : {
            ...account,
            availableMicros: row.available,
            heldMicros: row.held,
            recordedAtMs: Number(row.recorded_at_ms),
          },
    positions: positions.rows.map(positionFromRow),
  };
}

/** What an account was worth at each moment: cash of that moment, and its shares at the last price of or before that minute. */
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
      (SELECT coalesce(sum(round(shares.quantity::numeric * quote.price_micros / 1000000)), 0)
        FROM positions p,
        LATERAL (SELECT shares_available_after + shares_held_after AS quantity FROM journal
          WHERE account_id = p.account_id AND symbol = p.symbol AND recorded_at_ms <= moment.at_ms
          ORDER BY recorded_at_ms DESC, sequence DESC LIMIT 1) AS shares,
        LATERAL (SELECT price_micros FROM minute_prices
          WHERE symbol = p.symbol AND minute_ms <= moment.at_ms ORDER BY minute_ms DESC LIMIT 1) AS quote
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
