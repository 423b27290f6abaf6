import type { EquityPoint, Portfolio } from '@bourse/application/ports/account-queries.ts';
import { emptyAccount } from '@bourse/core/ledger/account.ts';
import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import { emptyPosition, totalQuantity } from '@bourse/core/ledger/position.ts';
import { post } from '@bourse/core/ledger/posting.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { notional } from '@bourse/core/money/rounding.ts';
import type { Order } from '@bourse/core/orders/order.ts';

/** What a portfolio says about money and shares; positions in which nothing ever moved are left out. */
export interface Holdings {
  readonly availableMicros: bigint;
  readonly heldMicros: bigint;
  readonly recordedAtMs: number;
  readonly positions: readonly Position[];
}

/** The holdings of a portfolio. */
export function holdingsOf({ account, positions }: Portfolio): Holdings {
  const { availableMicros, heldMicros, recordedAtMs } = account;
  return { availableMicros, heldMicros, recordedAtMs, positions: positions.filter(hasMoved) };
}

/** Adds up the journal of one account, from its first transaction on. */
export function foldJournal(accountId: string, journal: readonly JournalTransaction[]): Holdings {
  let account = emptyAccount(accountId);
  const positions = new Map<string, Position>();
  for (const { movement, recordedAtMs } of journal) {
    const { symbol } = movement;
    const position = symbol === null ? null : (positions.get(symbol) ?? emptyPosition(accountId, symbol));
    const posted = post(account, position, movement);
    account = { ...posted.account, recordedAtMs };
    if (posted.position !== null) positions.set(posted.position.symbol, posted.position);
  }
  const inOrder = [...positions.values()].sort((one, other) => (one.symbol < other.symbol ? -1 : 1));
  return holdingsOf({ account, positions: inOrder });
}

/** The worth of an account at a moment: its journal added up, its shares at the last quote of that minute or before. */
export function worthAt(atMs: number, journal: readonly JournalTransaction[], quotes: readonly Price[]): EquityPoint {
  const until = journal.filter(({ recordedAtMs }) => recordedAtMs <= atMs);
  const { availableMicros, heldMicros, positions } = foldJournal(journal[0]?.accountId ?? '', until);
  const values = positions.map((position) => {
    const known = quotes.filter(
      ({ symbol, asOfMs }) => symbol === position.symbol && asOfMs - (asOfMs % 60_000) <= atMs,
    );
    const last = known.toSorted((one, other) => one.asOfMs - other.asOfMs).at(-1);
    return last === undefined ? 0n : notional(last.priceMicros, totalQuantity(position), 'half-even');
  });
  const marketValueMicros = values.reduce((sum, value) => sum + value, 0n);
  return { atMs, cashMicros: availableMicros + heldMicros, marketValueMicros };
}

/** Sorts orders as lists show them. */
export function newestFirst(one: Order, other: Order): number {
  return other.createdAtMs - one.createdAtMs || (one.id < other.id ? 1 : -1);
}

function hasMoved({ availableMicros, heldMicros, averageEntryPriceMicros, realizedProfitMicros }: Position): boolean {
  return [availableMicros, heldMicros, averageEntryPriceMicros, realizedProfitMicros].some((micros) => micros !== 0n);
}
