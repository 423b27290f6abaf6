import { randomUUID } from 'node:crypto';
import type { BookChanges } from '@bourse/application/ports/account-books.ts';
import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import { entriesOf } from '@bourse/core/ledger/movement.ts';
import type { Order, OrderTerms } from '@bourse/core/orders/order.ts';

/** A batch that changes nothing. */
export const NO_CHANGES: BookChanges = {
  accounts: [],
  positions: [],
  newOrders: [],
  changedOrders: [],
  cashTransactions: [],
  journal: [],
  heads: [],
};

const BUY_LIMIT: OrderTerms = {
  symbol: 'AAPL',
  side: 'buy',
  type: 'limit',
  quantityMicros: 2_000_000n,
  limitPriceMicros: 5_000_000n,
  stopPriceMicros: null,
  timeInForce: 'gtc',
  expectedPriceMicros: null,
};

/** An open order that nothing was filled of: a purchase with a limit unless its terms say otherwise. */
export function openOrder(changes: Partial<Omit<Order, 'terms'>> = {}, terms: Partial<OrderTerms> = {}): Order {
  return {
    accountId: randomUUID(),
    id: randomUUID(),
    clientOrderId: null,
    terms: { ...BUY_LIMIT, ...terms },
    status: 'open',
    reason: null,
    filledQuantityMicros: 0n,
    filledNotionalMicros: 0n,
    filledValuePicos: 0n,
    heldMicros: 1_000_000n,
    triggered: false,
    fillCount: 0,
    triedAsOfMs: 1_000,
    expiresAtMs: null,
    createdAtMs: 0,
    updatedAtMs: 0,
    ...changes,
  };
}

/** A deposit as the journal has it, in no chain. */
export function depositEntry(place: {
  readonly accountId: string;
  readonly sequence: bigint;
  readonly recordedAtMs: number;
}): JournalTransaction {
  return {
    ...place,
    partition: 0,
    movement: {
      kind: 'deposit',
      reference: randomUUID(),
      symbol: null,
      entries: entriesOf({ cashAvailable: 1n, cashExternal: -1n }),
      fill: null,
    },
    after: { cashAvailableMicros: 1n, cashHeldMicros: 0n, shares: null },
    hash: '0'.repeat(64),
  };
}
