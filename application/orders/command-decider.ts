import type { Account } from '@bourse/core/ledger/account.ts';
import type { CashRules } from '@bourse/core/ledger/cash-decider.ts';
import { decideCash } from '@bourse/core/ledger/cash-decider.ts';
import type { JournalHead, JournalTransaction, Sha256 } from '@bourse/core/ledger/journal.ts';
import { record } from '@bourse/core/ledger/journal.ts';
import type { Movement } from '@bourse/core/ledger/movement.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import { post } from '@bourse/core/ledger/posting.ts';
import type { Instrument } from '@bourse/core/market/instrument.ts';
import type { Price } from '@bourse/core/market/price.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import { isOpen, sameTerms } from '@bourse/core/orders/order.ts';
import type { NewOrder, OrderContext } from '@bourse/core/orders/order-decider.ts';
import {
  acceptedOrder,
  decideCancellation,
  decideExpiry,
  decidePlacement,
  decideTick,
} from '@bourse/core/orders/order-decider.ts';
import type { OrderEvent } from '@bourse/core/orders/order-event.ts';
import { evolveOrder, movementOf } from '@bourse/core/orders/order-event.ts';
import type { TradingRules } from '@bourse/core/orders/trading-rules.ts';
import type { CashTransaction } from '../ports/account-books.ts';
import type { AccountCommand } from './account-command.ts';
import type { AccountEvent, CommandRefusal, Execution } from './account-event.ts';
import type { WorkingBooks } from './working-books.ts';

/** What one command changed, to be written and told together with the rest of its batch. */
export interface CommandEffect {
  readonly account: Account | null;
  readonly position: Position | null;
  readonly order: { readonly after: Order; readonly isNew: boolean } | null;
  readonly cashTransaction: CashTransaction | null;
  readonly journal: readonly JournalTransaction[];
  readonly head: JournalHead | null;
  readonly event: AccountEvent | null;
}

/** What a decision takes from outside: rules, the market as the process sees it, the time, and the hash of the chain. */
export interface DecisionInputs {
  readonly tradingRules: TradingRules;
  readonly cashRules: CashRules;
  readonly price: (symbol: string) => Price | undefined;
  readonly instrument: (symbol: string) => Instrument | undefined;
  readonly nowMs: () => number;
  readonly sha256: Sha256;
}

const NO_EFFECT: CommandEffect = {
  account: null,
  position: null,
  order: null,
  cashTransaction: null,
  journal: [],
  head: null,
  event: null,
};

/**
 * Decides one command against the books in memory and answers what it changed; the books themselves are not changed.
 * A command that was decided before has no effect but is answered again.
 */
export function decideCommand(
  command: AccountCommand,
  partition: number,
  books: WorkingBooks,
  inputs: DecisionInputs,
): CommandEffect {
  switch (command.type) {
    case 'place-order':
      return placeOrder(command.commandId, command.order, { partition, books, inputs });
    case 'cancel-order':
      return cancelOrder(command, { partition, books, inputs });
    case 'try-order':
      return changeOrder(command, null, { partition, books, inputs }, (order, context) =>
        decideTick(order, command.price, context),
      );
    case 'expire-order':
      return changeOrder(command, null, { partition, books, inputs }, (order, context) =>
        decideExpiry(order, context.atMs),
      );
    case 'move-cash':
      return moveCash(command, { partition, books, inputs });
  }
}

interface Surroundings {
  readonly partition: number;
  readonly books: WorkingBooks;
  readonly inputs: DecisionInputs;
}

function placeOrder(commandId: string, placed: NewOrder, surroundings: Surroundings): CommandEffect {
  const { books, inputs } = surroundings;
  const existing = books.order(placed.accountId, placed.id);
  if (existing !== undefined) {
    if (sameTerms(existing.terms, placed.terms)) {
      return { ...NO_EFFECT, event: { type: 'order-repeated', commandId, order: existing } };
    }
    return refusal(commandId, placed.accountId, 'client-order-id-reused', existing);
  }
  const order = acceptedOrder(placed, inputs.tradingRules);
  const context = contextOf(order, surroundings);
  return applyEvents(order, decidePlacement(order, context), { ...surroundings, context, commandId, isNew: true });
}

function cancelOrder(
  command: Extract<AccountCommand, { type: 'cancel-order' }>,
  surroundings: Surroundings,
): CommandEffect {
  const { commandId, accountId, orderId } = command;
  const order = surroundings.books.order(accountId, orderId);
  if (order === undefined) return refusal(commandId, accountId, 'order-not-found', null);
  if (!isOpen(order)) return refusal(commandId, accountId, 'order-not-open', order);
  return changeOrder(command, commandId, surroundings, (open, context) => decideCancellation(open, context.atMs));
}

/** Lets a decision change an existing order; nothing happens when it is unknown or the decision has no event. */
function changeOrder(
  target: { readonly accountId: string; readonly orderId: string },
  commandId: string | null,
  surroundings: Surroundings,
  decide: (order: Order, context: OrderContext) => readonly OrderEvent[],
): CommandEffect {
  const order = surroundings.books.order(target.accountId, target.orderId);
  if (order === undefined) return NO_EFFECT;
  const context = contextOf(order, surroundings);
  const events = decide(order, context);
  return events.length === 0
    ? NO_EFFECT
    : applyEvents(order, events, { ...surroundings, context, commandId, isNew: false });
}

function contextOf(order: Order, { books, inputs }: Surroundings): OrderContext {
  const { symbol } = order.terms;
  return {
    account: books.account(order.accountId),
    position: books.position(order.accountId, symbol),
    instrument: inputs.instrument(symbol),
    price: inputs.price(symbol),
    rules: inputs.tradingRules,
    atMs: inputs.nowMs(),
  };
}

interface Application extends Surroundings {
  readonly context: OrderContext;
  readonly commandId: string | null;
  readonly isNew: boolean;
}

/** Books the movements of all events one after another and makes them one effect. */
function applyEvents(initial: Order, events: readonly OrderEvent[], application: Application): CommandEffect {
  const { context, books, partition, inputs } = application;
  const ledger = createLedgerStep(
    { account: context.account, position: context.position, head: books.head(partition) },
    inputs,
    context.atMs,
  );
  const executions: Execution[] = [];
  let order = initial;
  for (const event of events) {
    const movement = movementOf(order, event);
    if (movement !== null) ledger.book(movement);
    order = evolveOrder(order, event);
    if (event.type === 'order-filled') executions.push({ id: `${order.id}-${order.fillCount}`, fill: event });
  }
  return {
    ...ledger.result(),
    order: { after: order, isNew: application.isNew },
    cashTransaction: null,
    event: { type: 'order-updated', commandId: application.commandId, order, executions },
  };
}

function moveCash(command: Extract<AccountCommand, { type: 'move-cash' }>, surroundings: Surroundings): CommandEffect {
  const { commandId, accountId, cash } = command;
  const { books, inputs, partition } = surroundings;
  const booked = books.cashTransaction(accountId, cash.transactionId);
  if (booked !== undefined) {
    const same = booked.type === cash.type && booked.amountMicros === cash.amountMicros;
    if (!same) return refusal(commandId, accountId, 'idempotency-key-reused', null);
    return { ...NO_EFFECT, event: { type: 'cash-moved', commandId, transaction: booked } };
  }
  const atMs = inputs.nowMs();
  const decided = decideCash(books.account(accountId), cash, inputs.cashRules, atMs);
  if (!decided.ok) return refusal(commandId, accountId, decided.refusal, null);
  const ledger = createLedgerStep(
    { account: decided.value.account, position: null, head: books.head(partition) },
    inputs,
    atMs,
  );
  ledger.book(decided.value.movement);
  const after = ledger.account();
  const transaction: CashTransaction = {
    accountId,
    ...cash,
    cashAfterMicros: after.availableMicros + after.heldMicros,
    recordedAtMs: after.recordedAtMs,
  };
  return {
    ...ledger.result(),
    order: null,
    cashTransaction: transaction,
    event: { type: 'cash-moved', commandId, transaction },
  };
}

function refusal(commandId: string, accountId: string, reason: CommandRefusal, order: Order | null): CommandEffect {
  return { ...NO_EFFECT, event: { type: 'command-refused', commandId, accountId, refusal: reason, order } };
}

interface LedgerState {
  readonly account: Account;
  readonly position: Position | null;
  readonly head: JournalHead;
}

/** Posts movements of one account and chains their journal transactions; the time recorded never goes back. */
function createLedgerStep(before: LedgerState, inputs: DecisionInputs, atMs: number) {
  const recordedAtMs = Math.max(atMs, before.account.recordedAtMs);
  const journal: JournalTransaction[] = [];
  let current = before;
  return {
    book(movement: Movement): void {
      const posted = post(current.account, current.position, movement);
      const balances = { account: { ...posted.account, recordedAtMs }, position: posted.position };
      const transaction = record(current.head, movement, { ...balances, recordedAtMs }, inputs.sha256);
      journal.push(transaction);
      current = {
        ...balances,
        head: { partition: transaction.partition, sequence: transaction.sequence, hash: transaction.hash },
      };
    },
    /** What has to be written; nothing when nothing was booked. */
    result: () => ({
      account: journal.length === 0 ? null : current.account,
      position: current.position === before.position ? null : current.position,
      head: journal.length === 0 ? null : current.head,
      journal,
    }),
    account: () => current.account,
  };
}
