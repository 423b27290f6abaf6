import { gather } from '@bourse/core/batching/gather.ts';
import type { Order, OrderTerms } from '@bourse/core/orders/order.ts';
import { isCancelledByOwner, isOpen, sameTerms } from '@bourse/core/orders/order.ts';
import { acceptedOrder } from '@bourse/core/orders/order-decider.ts';
import type { TradingRules } from '@bourse/core/orders/trading-rules.ts';
import type { Result } from '@bourse/core/result.ts';
import { ok, refuse } from '@bourse/core/result.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import type { Clock } from '../ports/clock.ts';
import type { OrderName } from '../ports/due-orders.ts';
import { Fault } from '../ports/fault.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { LogPositions } from '../ports/log-positions.ts';
import type { AccountCommand } from './account-command.ts';
import { ORDERS_TOPIC } from './account-command.ts';
import { encodeCommand } from './account-command-codec.ts';
import type { AccountEvent } from './account-event.ts';
import type { Outcomes } from './outcomes.ts';
import { findPendingOrder } from './pending-order.ts';
import type { Trace } from '../tracing/trace.ts';

/** What the order desk works with. */
export interface OrderDeskPorts {
  readonly log: Log;
  readonly positions: LogPositions;
  readonly queries: AccountQueries;
  readonly outcomes: Outcomes;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly rules: TradingRules;
  /**
   * True where what is appended is mostly decided before it is acknowledged: then the decision tells a repetition, and it is only looked for
   * when nothing was decided in time. Otherwise it is looked for before (false).
   */
  readonly decidedOnArrival?: boolean;
  /** Calls back once all requests that came in together were taken up, so that they are looked up and appended together (at once). */
  readonly afterArrivals?: (callback: () => void) => void;
}

/** A wish to trade as it comes from outside. */
export interface OrderRequest {
  readonly accountId: string;
  readonly terms: OrderTerms;
  /** Names the order for its owner: the same one with the same terms is the same order, for ever. */
  readonly clientOrderId: string | null;
  /** Names the request, where there is no client order id. */
  readonly idempotencyKey: string | null;
  /** Traces the request through the log. */
  readonly trace: Trace;
}

export type PlaceOrderRefusal = 'client-order-id-reused' | 'idempotency-key-reused';
export type CancelOrderRefusal = 'order-not-found' | 'order-not-open';

/** Takes orders in and answers what became of them. Every method throws Fault when log or database cannot take it. */
export interface OrderDesk {
  /**
   * Puts an order into the log and answers it as it is: at once, or once it is final if that comes within `waitMs`.
   * An order placed before is answered as it is now.
   */
  place(request: OrderRequest, waitMs: number): Promise<Result<Order, PlaceOrderRefusal>>;
  /**
   * Asks for an order to be cancelled; answers it once that is decided or `waitMs` have passed. One that its owner has cancelled before is
   * answered again.
   */
  cancel(name: OrderName, trace: Trace, waitMs: number): Promise<Result<Order, CancelOrderRefusal>>;
  /** An order as it is now, also one that is not decided yet; undefined when the account has none of that id. */
  find(name: OrderName): Promise<Order | undefined>;
}

const LOOK_UP_LIMITS = {
  maxItems: 500,
  runs: 2,
  maxWaiting: 20_000,
  overloaded: () => new Fault('overloaded', 'too many orders are being looked up'),
};

/**
 * Each turn's commands are appended at once, whatever is under way: the log gathers them for its commits. A worker decides an append as a whole, and of a
 * larger one the database would have to wait for the end.
 */
const APPEND_LIMITS = {
  maxItems: 50,
  runs: Infinity,
  maxWaiting: 50_000,
  overloaded: () => new Fault('overloaded', 'too many orders are on their way into the log'),
};

interface TracedCommand {
  readonly command: AccountCommand;
  readonly trace: Trace;
}

/** Opens the order desk. */
export function createOrderDesk(ports: OrderDeskPorts): OrderDesk {
  const { log, queries, outcomes, ids, clock, rules, decidedOnArrival = false } = ports;
  const begin = ports.afterArrivals === undefined ? {} : { begin: ports.afterArrivals };
  const lookUp = gather((names: readonly OrderName[]) => queries.orders(names), { ...LOOK_UP_LIMITS, ...begin });
  const append = gather(
    (commands: readonly TracedCommand[]) =>
      log.append(
        ORDERS_TOPIC,
        commands.map(({ command, trace }) => encodeCommand(command, trace)),
      ),
    { ...APPEND_LIMITS, ...begin },
  );

  /** Puts a command into the log, by one append with those that came in together with it. */
  async function send(command: AccountCommand, trace: Trace): Promise<void> {
    await append({ command, trace });
  }

  async function find(name: OrderName): Promise<Order | undefined> {
    const decided = await lookUp(name);
    if (decided !== undefined) return decided;
    const pending = await findPendingOrder(ports, name);
    // It may have been decided between the two looks.
    return pending === undefined ? await lookUp(name) : acceptedOrder(pending, rules);
  }

  /**
   * Sends a command and waits for what it leads to; null when that takes longer than `waitMs`, which may be none at all. Nobody who does not
   * wait is told how the order is then, only that it has been decided.
   */
  async function sendAndWait(
    command: CommandWithId,
    trace: Trace,
    waitMs: number,
  ): Promise<AccountEvent | 'updated' | null> {
    if (waitMs === 0) {
      if (decidedOnArrival) return outcomes.ofCommandDuring(command.commandId, () => send(command, trace));
      await send(command, trace);
      return null;
    }
    const outcome = outcomes.ofCommand(command.commandId, waitMs);
    await send(command, trace);
    return outcome;
  }

  async function waitUntilFinal(order: Order, deadlineMs: number): Promise<Order> {
    let current = order;
    for (;;) {
      const remainingMs = deadlineMs - clock.now();
      if (remainingMs <= 0 || !mayStillChange(current)) return current;
      const next = outcomes.nextOfOrder(order.id, remainingMs);
      // What happened before the listening began is found by looking once more.
      current = (await find({ accountId: order.accountId, orderId: order.id })) ?? current;
      if (!mayStillChange(current)) return current;
      const event = await next;
      if (event === null) return current;
      if (event.type === 'order-updated') current = event.order;
    }
  }

  function identify(request: OrderRequest): { readonly id: string; readonly named: boolean } {
    const { accountId, clientOrderId, idempotencyKey } = request;
    if (clientOrderId !== null) return { id: ids.orderIdOf(accountId, clientOrderId), named: true };
    if (idempotencyKey !== null) return { id: ids.transactionIdOf(accountId, idempotencyKey), named: true };
    return { id: ids.next(), named: false };
  }

  return {
    find,
    async place(request, waitMs) {
      const { accountId, terms, clientOrderId, trace } = request;
      const deadlineMs = clock.now() + waitMs;
      const reused = clientOrderId === null ? 'idempotency-key-reused' : 'client-order-id-reused';
      const { id, named } = identify(request);
      const lookForRepetition = async (): Promise<Result<Order, PlaceOrderRefusal> | undefined> => {
        const existing = named ? await lookUp({ accountId, orderId: id }) : undefined;
        if (existing === undefined) return undefined;
        return sameTerms(existing.terms, terms) ? ok(await waitUntilFinal(existing, deadlineMs)) : refuse(reused);
      };
      const before = decidedOnArrival ? undefined : await lookForRepetition();
      if (before !== undefined) return before;
      const order = { accountId, id, clientOrderId, terms, createdAtMs: clock.now() };
      const event = await sendAndWait({ type: 'place-order', commandId: ids.next(), order }, trace, waitMs);
      const after = event === null && decidedOnArrival ? await lookForRepetition() : undefined;
      if (after !== undefined) return after;
      if (event === null || event === 'updated' || event.type === 'cash-moved') return ok(acceptedOrder(order, rules));
      return event.type === 'command-refused' ? refuse(reused) : ok(await waitUntilFinal(event.order, deadlineMs));
    },
    async cancel(name, trace, waitMs) {
      const order = await find(name);
      if (order === undefined) return refuse('order-not-found');
      if (!mayStillChange(order)) return cancelledBefore(order);
      const event = await sendAndWait({ type: 'cancel-order', commandId: ids.next(), ...name }, trace, waitMs);
      if (event === null || event === 'updated') return ok(order);
      if (event.type === 'command-refused') return cancelledBefore(event.order ?? order);
      return ok(event.type === 'order-updated' ? event.order : order);
    },
  };
}

type CommandWithId = Extract<AccountCommand, { readonly commandId: string }>;

/** What is answered to a wish to cancel an order that is final. */
function cancelledBefore(order: Order): Result<Order, 'order-not-open'> {
  return isCancelledByOwner(order) ? ok(order) : refuse('order-not-open');
}

function mayStillChange(order: Order): boolean {
  return order.status === 'accepted' || isOpen(order);
}
