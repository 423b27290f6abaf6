import type { Account } from '@bourse/core/ledger/account.ts';
import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import type { OrderName } from './due-orders.ts';

/** Cash and all positions of one account. */
export interface Portfolio {
  readonly account: Account;
  /** In the order of their symbols; also those that are empty now. */
  readonly positions: readonly Position[];
}

/** What an account was worth at a moment: cash, and positions at the prices of that minute. */
export interface EquityPoint {
  readonly atMs: number;
  readonly cashMicros: bigint;
  readonly marketValueMicros: bigint;
}

/** Which orders of an account to list, newest first. */
export interface OrderFilter {
  readonly accountId: string;
  readonly symbol: string | null;
  /** Only orders that can still be filled. */
  readonly openOnly: boolean;
  readonly limit: number;
  /** Continue behind this order; null from the newest. */
  readonly after: { readonly createdAtMs: number; readonly id: string } | null;
}

/** Which journal transactions of an account to list, newest first. */
export interface TransactionFilter {
  readonly accountId: string;
  readonly limit: number;
  readonly after: { readonly recordedAtMs: number; readonly sequence: bigint } | null;
}

/** Reads the books for their owners. Every method throws Fault('unavailable'). */
export interface AccountQueries {
  /** One answer for each name; undefined where there is no such order. */
  orders(names: readonly OrderName[]): Promise<readonly (Order | undefined)[]>;
  /** One answer for each account; empty portfolios for accounts without a booking. */
  portfolios(accountIds: readonly string[]): Promise<readonly Portfolio[]>;
  listOrders(filter: OrderFilter): Promise<readonly Order[]>;
  listTransactions(filter: TransactionFilter): Promise<readonly JournalTransaction[]>;
  /** The portfolio as the journal had it at a past moment. */
  portfolioAt(accountId: string, atMs: number): Promise<Portfolio>;
  /** Worth at each of the moments, in their order. */
  equityAt(accountId: string, momentsMs: readonly number[]): Promise<readonly EquityPoint[]>;
}
