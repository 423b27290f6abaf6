import type { Portfolio } from '@bourse/application/ports/account-queries.ts';
import { emptyAccount } from '@bourse/core/ledger/account.ts';
import type { AccountRow } from './account-row-codec.ts';
import { accountFromRow, positionFromRow } from './account-row-codec.ts';
import type { Position } from '@bourse/core/ledger/position.ts';

/** An account beside one of its positions; the columns of the position are null when it has none. */
export interface PortfolioRow extends AccountRow {
  readonly symbol: string | null;
  readonly shares_available: bigint;
  readonly shares_held: bigint;
  readonly average_entry_price_micros: bigint;
  readonly realized_profit_micros: bigint;
}

/** Reads a portfolio from all rows of its account, in their order. */
export function portfolioFromRows(accountId: string, rows: readonly PortfolioRow[]): Portfolio {
  const [first] = rows;
  return {
    account: first === undefined ? emptyAccount(accountId) : accountFromRow(first),
    positions: rows.flatMap((row) => {
      const { symbol, shares_available: availableMicros, shares_held: heldMicros } = row;
      if (symbol === null) return [];
      return positionFromRow({ ...row, symbol, available_micros: availableMicros, held_micros: heldMicros });
    }),
  };
}

/** An account with all of its positions as one text; null when it has none. */
export interface PackedPortfolioRow extends AccountRow {
  readonly packed: string | null;
}

/**
 * The columns of a position `p` as a line of text. The driver takes longer for each value it hands over than it takes to read the line, and a
 * portfolio has many.
 */
export const PACKED_POSITION =
  "concat_ws(' ', p.available_micros, p.held_micros, p.average_entry_price_micros, p.realized_profit_micros, p.symbol)";

/** Reads a portfolio from its row. */
export function portfolioFromPackedRow(accountId: string, row: PackedPortfolioRow | undefined): Portfolio {
  if (row === undefined) return { account: emptyAccount(accountId), positions: [] };
  const lines = row.packed === null ? [] : row.packed.split('\n');
  return { account: accountFromRow(row), positions: lines.map((line) => positionFromLine(accountId, line)) };
}

function positionFromLine(accountId: string, line: string): Position {
  const [available = '', held = '', averageEntryPrice = '', realizedProfit = '', ...symbol] = line.split(' ');
  return {
    accountId,
    symbol: symbol.join(' '),
    availableMicros: BigInt(available),
    heldMicros: BigInt(held),
    averageEntryPriceMicros: BigInt(averageEntryPrice),
    realizedProfitMicros: BigInt(realizedProfit),
  };
}
