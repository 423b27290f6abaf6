import type { CashCommand } from '@bourse/core/ledger/cash-decider.ts';
import type { Price } from '@bourse/core/market/price.ts';
import type { NewOrder } from '@bourse/core/orders/order-decider.ts';

/** The topic that everything which changes an account comes from, keyed by account. */
export const ORDERS_TOPIC = 'orders';

/** A command for one account. `commandId` names the request, so that its sender can be told the outcome. */
export type AccountCommand =
  | { readonly type: 'place-order'; readonly commandId: string; readonly order: NewOrder }
  | { readonly type: 'cancel-order'; readonly commandId: string; readonly accountId: string; readonly orderId: string }
  | { readonly type: 'move-cash'; readonly commandId: string; readonly accountId: string; readonly cash: CashCommand }
  | { readonly type: 'try-order'; readonly accountId: string; readonly orderId: string; readonly price: Price }
  | { readonly type: 'expire-order'; readonly accountId: string; readonly orderId: string };

/** The account that a command concerns. */
export function accountOf(command: AccountCommand): string {
  return command.type === 'place-order' ? command.order.accountId : command.accountId;
}
