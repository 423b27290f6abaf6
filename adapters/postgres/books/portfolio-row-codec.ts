import type { Portfolio } from '@bourse/application/ports/account-queries.ts';
import { emptyAccount } from '@bourse/core/ledger/account.ts';
import type { AccountRow } from './account-row-codec.ts';
import { accountFromRow, positionFromRow } from './account-row-codec.ts';

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
