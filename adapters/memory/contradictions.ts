import type { CashTransaction } from '@bourse/application/ports/account-books.ts';
import type { Finding, FindingKind } from '@bourse/core/audit/finding.ts';
import type { Account } from '@bourse/core/ledger/account.ts';
import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import { isOpen } from '@bourse/core/orders/order.ts';

/** Books as they were at one moment; the journal in the order of its sequences. */
export interface CopiedBooks {
  readonly journal: readonly JournalTransaction[];
  readonly accounts: readonly Account[];
  readonly positions: readonly Position[];
  readonly orders: readonly Order[];
  readonly cashTransactions: readonly CashTransaction[];
}

/**
 * What the books say against each other: for some accounts balances against their newest entry and holds against open orders, for all of
 * them (null) also fills and cash transactions against the journal.
 */
export function contradictions(
  all: CopiedBooks,
  accountIds: readonly string[] | null,
  limit: number,
): readonly Finding[] {
  const books = accountIds === null ? all : booksOf(all, new Set(accountIds));
  const recent = [...wrongCash(books), ...wrongShares(books), ...wrongHolds(books)];
  const whole = accountIds === null ? [...wrongFills(books), ...wrongCashTransactions(books)] : [];
  return [...recent, ...whole].slice(0, limit);
}

function booksOf(all: CopiedBooks, wanted: ReadonlySet<string>): CopiedBooks {
  const isWanted = ({ accountId }: { readonly accountId: string }): boolean => wanted.has(accountId);
  return {
    journal: all.journal.filter(isWanted),
    accounts: all.accounts.filter(isWanted),
    positions: all.positions.filter(isWanted),
    orders: all.orders.filter(isWanted),
    cashTransactions: all.cashTransactions.filter(isWanted),
  };
}

function* wrongCash({ accounts, journal }: CopiedBooks): Generator<Finding> {
  for (const { accountId, availableMicros, heldMicros } of accounts) {
    const after = journal.findLast((entry) => entry.accountId === accountId)?.after;
    if (after?.cashAvailableMicros === availableMicros && after.cashHeldMicros === heldMicros) continue;
    yield found('stored-balance-mismatch', accountId, 'cash is not what the newest entry says');
  }
}

function* wrongShares({ positions, journal }: CopiedBooks): Generator<Finding> {
  for (const { accountId, symbol, availableMicros, heldMicros } of positions) {
    const shares = journal.findLast((entry) => entry.accountId === accountId && entry.movement.symbol === symbol)?.after
      .shares;
    if (shares?.availableMicros === availableMicros && shares.heldMicros === heldMicros) continue;
    yield found('stored-balance-mismatch', accountId, `the position in ${symbol} is not what the newest entry says`);
  }
}

function* wrongHolds({ accounts, positions, orders }: CopiedBooks): Generator<Finding> {
  const held = new Map<string, { readonly accountId: string; micros: bigint }>();
  const add = (accountId: string, symbol: string, micros: bigint): void => {
    const key = `${accountId}/${symbol}`;
    held.set(key, { accountId, micros: (held.get(key)?.micros ?? 0n) + micros });
  };
  for (const { accountId, heldMicros } of accounts) add(accountId, '', heldMicros);
  for (const { accountId, symbol, heldMicros } of positions) add(accountId, symbol, heldMicros);
  for (const order of orders) {
    if (order.heldMicros > 0n && !isOpen(order)) {
      yield found('hold-mismatch', order.accountId, `order ${order.id} is ${order.status} but reserves something`);
    }
    add(order.accountId, order.terms.side === 'buy' ? '' : order.terms.symbol, -order.heldMicros);
  }
  for (const [key, { accountId, micros }] of held) {
    if (micros !== 0n) yield found('hold-mismatch', accountId, `held and reserved for ${key} differ by ${micros}`);
  }
}

function* wrongFills({ orders, journal }: CopiedBooks): Generator<Finding> {
  const fills = Map.groupBy(
    journal.filter(({ movement }) => movement.kind === 'fill'),
    ({ accountId, movement }) => `${accountId}/${movement.reference}`,
  );
  for (const { accountId, id, fillCount, filledQuantityMicros, status, terms } of orders) {
    const booked = fills.get(`${accountId}/${id}`) ?? [];
    fills.delete(`${accountId}/${id}`);
    const quantity = booked.reduce((sum, { movement }) => sum + magnitude(movement.entries.sharesVenue), 0n);
    const isWhole = filledQuantityMicros === terms.quantityMicros;
    if (booked.length === fillCount && quantity === filledQuantityMicros && (status === 'filled') === isWhole) continue;
    yield found('fill-mismatch', accountId, `order ${id} has other fills than the journal`);
  }
  for (const [entry] of fills.values()) {
    if (entry !== undefined) yield found('fill-mismatch', entry.accountId, 'a fill belongs to no order');
  }
}

function* wrongCashTransactions({ cashTransactions, journal }: CopiedBooks): Generator<Finding> {
  const booked = Map.groupBy(
    journal.filter(({ movement }) => movement.kind === 'deposit' || movement.kind === 'withdrawal'),
    ({ accountId, movement }) => `${accountId}/${movement.reference}`,
  );
  for (const { accountId, transactionId, type, amountMicros } of cashTransactions) {
    const [entry, ...more] = booked.get(`${accountId}/${transactionId}`) ?? [];
    booked.delete(`${accountId}/${transactionId}`);
    const same = entry?.movement.kind === type && magnitude(entry.movement.entries.cashExternal) === amountMicros;
    if (same && more.length === 0) continue;
    yield found('cash-transaction-mismatch', accountId, `${type} ${transactionId} is not booked exactly once`);
  }
  for (const [entry] of booked.values()) {
    if (entry === undefined) continue;
    const { kind, reference } = entry.movement;
    yield found('cash-transaction-mismatch', entry.accountId, `${kind} ${reference} is not booked exactly once`);
  }
}

function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

function found(kind: FindingKind, accountId: string, detail: string): Finding {
  return { kind, partition: null, sequence: null, accountId, detail };
}
