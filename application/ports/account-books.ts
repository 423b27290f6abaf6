import type { Account } from '@bourse/core/ledger/account.ts';
import type { JournalHead, JournalTransaction } from '@bourse/core/ledger/journal.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import type { Transaction } from './transactions.ts';

/** A deposit or withdrawal that was booked, by the identity its sender gave it. */
export interface CashTransaction {
  readonly accountId: string;
  readonly transactionId: string;
  readonly type: 'deposit' | 'withdrawal';
  readonly amountMicros: bigint;
  /** Available and held cash right after it. */
  readonly cashAfterMicros: bigint;
  readonly recordedAtMs: number;
}

/** Names of what is to be loaded. */
export interface BookKeys {
  readonly accountIds: readonly string[];
  readonly positions: readonly { readonly accountId: string; readonly symbol: string }[];
  readonly orders: readonly { readonly accountId: string; readonly id: string }[];
  readonly cashTransactions: readonly { readonly accountId: string; readonly transactionId: string }[];
  readonly partitions: readonly number[];
}

/** What was found; what does not exist is missing. */
export interface BookEntries {
  readonly accounts: readonly Account[];
  readonly positions: readonly Position[];
  readonly orders: readonly Order[];
  readonly cashTransactions: readonly CashTransaction[];
  readonly heads: readonly JournalHead[];
}

/** Everything that one batch changed, each row in its final state. */
export interface BookChanges {
  readonly accounts: readonly Account[];
  readonly positions: readonly Position[];
  readonly newOrders: readonly Order[];
  readonly changedOrders: readonly Order[];
  readonly cashTransactions: readonly CashTransaction[];
  readonly journal: readonly JournalTransaction[];
  readonly heads: readonly JournalHead[];
}

/** The books of all accounts as the one writer of each partition sees them. */
export interface AccountBooks {
  /** Throws Fault('unavailable'). */
  load(keys: BookKeys): Promise<BookEntries>;
  /**
   * Writes a batch as part of a transaction. Throws Fault('invalid-data') when a constraint is violated; Fault('unavailable') when a new order
   * is stored already, because whoever took it for new has only to look and to decide again.
   */
  save(transaction: Transaction, changes: BookChanges): Promise<void>;
}
