import { CASH_REFUSALS } from '@bourse/core/ledger/cash-decider.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import type { OrderFilled } from '@bourse/core/orders/order-event.ts';
import type { CashTransaction } from '../ports/account-books.ts';

/** The topic that tells everybody else what was decided, keyed by account. */
export const EXECUTIONS_TOPIC = 'executions';

/** Why a command changed nothing. */
export const COMMAND_REFUSALS = [
  ...CASH_REFUSALS,
  'client-order-id-reused',
  'idempotency-key-reused',
  'order-not-found',
  'order-not-open',
] as const;
export type CommandRefusal = (typeof COMMAND_REFUSALS)[number];

/** One fill of an order. Its id is the order's id and the number of the fill, so that it is the same however often it is told. */
export interface Execution {
  readonly id: string;
  readonly fill: OrderFilled;
}

/** What one command led to. `commandId` is null for what the market or the clock caused. */
export type AccountEvent =
  | {
      readonly type: 'order-updated';
      readonly commandId: string | null;
      readonly order: Order;
      readonly executions: readonly Execution[];
    }
  /** The command had been decided before; this is what has become of its order since. */
  | { readonly type: 'order-repeated'; readonly commandId: string; readonly order: Order }
  | { readonly type: 'cash-moved'; readonly commandId: string; readonly transaction: CashTransaction }
  | {
      readonly type: 'command-refused';
      readonly commandId: string;
      readonly accountId: string;
      readonly refusal: CommandRefusal;
      /** The order concerned, as it is. */
      readonly order: Order | null;
    };
