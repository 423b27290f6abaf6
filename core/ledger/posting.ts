import type { Account } from './account.ts';
import type { FillPrice, Movement } from './movement.ts';
import { imbalanceOf } from './movement.ts';
import type { Position } from './position.ts';
import { averageAfterPurchase, profitOfSale, totalQuantity } from './position.ts';

/** The account and, where a symbol is concerned, the position after a movement: the same object when no shares moved. */
export interface Posting {
  readonly account: Account;
  readonly position: Position | null;
}

/**
 * Applies one movement to the balances it touches.
 * Throws RangeError when the entries do not balance or a balance would become negative: a decision must have refused that.
 */
export function post(account: Account, position: Position | null, movement: Movement): Posting {
  assertBalanced(movement);
  const { entries } = movement;
  const accountAfter: Account = {
    ...account,
    availableMicros: nonNegative(account.availableMicros + entries.cashAvailable, 'available cash', movement),
    heldMicros: nonNegative(account.heldMicros + entries.cashHeld, 'held cash', movement),
  };
  return { account: accountAfter, position: position === null ? null : postShares(position, movement) };
}

function postShares(position: Position, movement: Movement): Position {
  const { entries, fill } = movement;
  if (entries.sharesAvailable === 0n && entries.sharesHeld === 0n) return position;
  const moved = {
    ...position,
    availableMicros: nonNegative(position.availableMicros + entries.sharesAvailable, 'available shares', movement),
    heldMicros: nonNegative(position.heldMicros + entries.sharesHeld, 'held shares', movement),
  };
  return fill === null ? moved : { ...moved, ...valuation(position, movement, fill) };
}

/** A purchase moves the average entry price, a sale realises profit against it. */
function valuation(
  before: Position,
  movement: Movement,
  fill: FillPrice,
): Pick<Position, 'averageEntryPriceMicros' | 'realizedProfitMicros'> {
  const bought = movement.entries.sharesAvailable + movement.entries.sharesHeld;
  if (bought > 0n) {
    return {
      averageEntryPriceMicros: averageAfterPurchase(before, bought, fill.priceMicros),
      realizedProfitMicros: before.realizedProfitMicros,
    };
  }
  const emptied = totalQuantity(before) + bought === 0n;
  return {
    averageEntryPriceMicros: emptied ? 0n : before.averageEntryPriceMicros,
    realizedProfitMicros: before.realizedProfitMicros + profitOfSale(before, -bought, fill.priceMicros),
  };
}

function assertBalanced(movement: Movement): void {
  const { cashMicros, sharesMicros } = imbalanceOf(movement.entries);
  if (cashMicros === 0n && sharesMicros === 0n) return;
  throw new RangeError(
    `${movement.kind} ${movement.reference} does not balance: cash ${cashMicros}, shares ${sharesMicros}`,
  );
}

function nonNegative(balance: bigint, name: string, movement: Movement): bigint {
  if (balance >= 0n) return balance;
  throw new RangeError(`${movement.kind} ${movement.reference} would make ${name} negative: ${balance}`);
}
