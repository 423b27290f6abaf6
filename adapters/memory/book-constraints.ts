import type { BookChanges } from '@bourse/application/ports/account-books.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import { imbalanceOf } from '@bourse/core/ledger/movement.ts';

const LARGEST = 9_223_372_036_854_775_807n;
const SMALLEST = -LARGEST - 1n;

/** Holds changes against what the tables insist on. Throws Fault('invalid-data') naming the first row that breaks it. */
export function checkStorable(changes: BookChanges): void {
  checkSizes(changes);
  for (const account of changes.accounts) checkBalances('account', account.accountId, account);
  for (const position of changes.positions) checkBalances('position', position.symbol, position);
  for (const order of [...changes.newOrders, ...changes.changedOrders]) {
    if (order.heldMicros < 0n) throw new Fault('invalid-data', `order ${order.id} holds less than nothing`);
  }
  for (const transaction of changes.journal) checkTransaction(transaction);
}

function checkBalances(
  kind: string,
  name: string,
  { availableMicros, heldMicros }: { readonly availableMicros: bigint; readonly heldMicros: bigint },
): void {
  if (availableMicros < 0n || heldMicros < 0n)
    throw new Fault('invalid-data', `${kind} ${name} has a negative balance`);
}

function checkTransaction({ movement, after, sequence }: JournalTransaction): void {
  const { cashMicros, sharesMicros } = imbalanceOf(movement.entries);
  const balances = [
    after.cashAvailableMicros,
    after.cashHeldMicros,
    after.shares?.availableMicros,
    after.shares?.heldMicros,
  ];
  const negative = balances.some((balance) => balance !== undefined && balance < 0n);
  if (cashMicros !== 0n || sharesMicros !== 0n || negative) {
    throw new Fault('invalid-data', `journal transaction ${sequence} does not balance or leaves a negative balance`);
  }
}

/** The one number whose column takes any size. */
const UNBOUNDED = 'filledValuePicos';

/** No other number, however deep it lies, may be larger than 64 bits hold. */
function checkSizes(value: unknown): void {
  if (typeof value === 'bigint' && (value > LARGEST || value < SMALLEST)) {
    throw new Fault('invalid-data', `${value} does not fit 64 bits`);
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) if (name !== UNBOUNDED) checkSizes(inner);
}
