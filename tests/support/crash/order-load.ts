import type { Random } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import type { Answer, OrderForm, OrderJson, TraderClient } from '../trader-client.ts';
import { clientsAtWork } from './clients-at-work.ts';
import { persistentCall } from './persistent-call.ts';

/** An order as its owner remembers it. */
export interface SentOrder {
  readonly trader: TraderClient;
  readonly form: OrderForm;
  /** The ids it was answered with: one, if all is well. */
  readonly ids: Set<string>;
  /** Final states that its owner was told of: from then on it is that for ever. */
  readonly final: OrderJson[];
  /** Whether its owner was told that there is nothing left to cancel. */
  closed: boolean;
}

/** A deposit or withdrawal as its owner remembers it. */
export interface SentCash {
  readonly accountId: string;
  readonly type: 'deposit' | 'withdrawal';
  readonly idempotencyKey: string;
  /** The ids under which it was booked: one, if all is well; none for a withdrawal that was refused. */
  readonly transactionIds: Set<string>;
}

/** Many clients at work, each of which goes on asking until it is answered. */
export interface OrderLoad {
  readonly orders: readonly SentOrder[];
  readonly cash: readonly SentCash[];
  /** How many requests were answered. Throws what a client was answered that it must not be. */
  answered(): number;
  /** Lets every client finish what it is doing. Throws as `answered` does. */
  stop(): Promise<void>;
}

/** Who trades what, and how many clients act for them at once. */
export interface OrderLoadOptions {
  readonly traders: readonly TraderClient[];
  readonly clients: number;
  readonly newOrder: (clientOrderId: string) => OrderForm;
  readonly random: Random;
}

const WAIT_SECONDS = 2;

/** Sets the clients to work: most of what they do is placing orders, some of them several times at once. */
export function startOrderLoad({ traders, clients, newOrder, random }: OrderLoadOptions): OrderLoad {
  const orders: SentOrder[] = [];
  const cash: SentCash[] = [];
  let answered = 0;

  const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const patience = () => (random() < 0.25 ? { waitSeconds: WAIT_SECONDS } : {});

  async function asked<Body>(call: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
    const answer = await persistentCall(call);
    answered += 1;
    return answer;
  }

  async function place(): Promise<void> {
    const form = newOrder(`order-${orders.length}`);
    const order: SentOrder = { trader: oneOf(traders), form, ids: new Set(), final: [], closed: false };
    orders.push(order);
    const senders = random() < 0.15 ? 3 : 1;
    const options = patience();
    await Promise.all(
      Array.from({ length: senders }, async () => {
        note(order, await asked(() => order.trader.placeOrder(form, options)), [201, 202, 422]);
      }),
    );
  }

  async function cancel(): Promise<void> {
    const order = answeredOrder();
    if (order === undefined) return;
    const options = patience();
    const answer = await asked(() => order.trader.cancelOrder([...order.ids][0]!, options));
    if (answer.problem === 'order-not-open') order.closed = true;
    else note(order, answer, [200, 202]);
  }

  async function read(): Promise<void> {
    const order = answeredOrder();
    if (order !== undefined) note(order, await asked(() => order.trader.order([...order.ids][0]!)), [200]);
  }

  async function moveCash(type: SentCash['type'], amount: string): Promise<void> {
    const trader = oneOf(traders);
    const idempotencyKey = `cash-${cash.length}`;
    const moved: SentCash = { accountId: trader.accountId, type, idempotencyKey, transactionIds: new Set() };
    cash.push(moved);
    const answer = await asked(() => trader.moveCash(type, amount, { idempotencyKey }));
    if (answer.status === 201) moved.transactionIds.add(answer.body!.transaction_id);
    else if (answer.problem !== 'insufficient-cash') throw unexpected(answer, `a ${type}`);
  }

  /** One of those that somebody was answered about. */
  function answeredOrder(): SentOrder | undefined {
    const order = orders.length === 0 ? undefined : oneOf(orders);
    return order?.ids.size === 0 ? undefined : order;
  }

  function act(): Promise<void> {
    const drawn = random();
    if (drawn < 0.64) return place();
    if (drawn < 0.78) return cancel();
    if (drawn < 0.88) return read();
    return drawn < 0.96 ? moveCash('deposit', '10.00') : moveCash('withdrawal', '7.50');
  }

  const working = clientsAtWork(clients, act);
  return {
    orders,
    cash,
    answered() {
      working.check();
      return answered;
    },
    stop: () => working.stop(),
  };
}

/** Notes what an answer says about an order. Throws when it is not one of those that may come. */
function note(order: SentOrder, answer: Answer<OrderJson>, allowed: readonly number[]): void {
  const { body, status } = answer;
  if (body === undefined || !allowed.includes(status)) {
    throw unexpected(answer, `order ${order.form.client_order_id} ${[...order.ids].join(' ')}`);
  }
  order.ids.add(body.id);
  if (['filled', 'cancelled', 'expired', 'rejected'].includes(body.status)) order.final.push(body);
}

function unexpected({ status, problem }: Answer<unknown>, about: string): Error {
  return new Error(`${about} was answered with ${status} ${problem ?? ''}`);
}
