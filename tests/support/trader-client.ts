import type { orderJson } from '@bourse/entrypoints/http/order-json.ts';

/** An order as the API answers it. */
export type OrderJson = ReturnType<typeof orderJson>;

/** An order as the API takes it. */
export interface OrderForm {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly type: 'market' | 'limit' | 'stop' | 'stop_limit';
  readonly quantity: string;
  readonly limit_price?: string;
  readonly stop_price?: string;
  readonly time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
  readonly expected_price?: string;
  readonly client_order_id?: string;
}

/** What came back: a document, or the code of a problem and what it carries. */
export interface Answer<Body> {
  readonly status: number;
  /** The document; of a problem the order that it carries, if it does. */
  readonly body: Body | undefined;
  /** The code of the problem, "price-stale"; null when it was none. */
  readonly problem: string | null;
}

/** How a request is told apart from others, and how long its sender waits. */
export interface RequestOptions {
  readonly idempotencyKey?: string;
  readonly waitSeconds?: number;
}

interface CashAnswer {
  readonly transaction_id: string;
  readonly amount: string;
  readonly cash: string;
}

/** The API as one trader uses it. Every call throws when no answer came. */
export interface TraderClient {
  readonly accountId: string;
  /** A good access token. */
  token(): Promise<string>;
  placeOrder(form: OrderForm, options?: RequestOptions): Promise<Answer<OrderJson>>;
  cancelOrder(id: string, options?: RequestOptions): Promise<Answer<OrderJson>>;
  order(id: string): Promise<Answer<OrderJson>>;
  /** All orders, newest first, page by page. */
  allOrders(): Promise<readonly OrderJson[]>;
  moveCash(type: 'deposit' | 'withdrawal', amount: string, options?: RequestOptions): Promise<Answer<CashAnswer>>;
  get<Body>(path: string): Promise<Answer<Body>>;
}

/** Longest that a caller waits for any answer, milliseconds: longer than it may ask Bourse to wait. */
const PATIENCE_MS = 40_000;

/** Makes the client of an account; where the API is and which token it takes may change between calls. */
export function createTraderClient(
  accountId: string,
  reach: () => Promise<{ readonly url: string; readonly token: string }>,
): TraderClient {
  async function call<Body>(
    method: string,
    path: string,
    body: unknown,
    options: RequestOptions = {},
  ): Promise<Answer<Body>> {
    const { url, token } = await reach();
    const { idempotencyKey, waitSeconds } = options;
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        ...(waitSeconds === undefined ? {} : { prefer: `wait=${waitSeconds}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return answerOf(response.status, await response.text());
  }

  const get = <Body>(path: string): Promise<Answer<Body>> => call('GET', path, undefined);
  return {
    accountId,
    token: async () => (await reach()).token,
    get,
    placeOrder: (form, options) => call('POST', '/orders', form, options),
    cancelOrder: (id, options) => call('DELETE', `/orders/${id}`, undefined, options),
    order: (id) => get(`/orders/${id}`),
    moveCash: (type, amount, options) => call('POST', `/account/${type}s`, { amount }, options),
    async allOrders() {
      const orders: OrderJson[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: Answer<{ items: OrderJson[]; next_cursor: string | null }> = await get(
          `/orders?limit=500${cursor === '' ? '' : `&cursor=${cursor}`}`,
        );
        if (page.body === undefined) throw new Error(`listing orders was answered with ${page.status}`);
        orders.push(...page.body.items);
        cursor = page.body.next_cursor;
      }
      return orders;
    },
  };
}

function answerOf<Body>(status: number, text: string): Answer<Body> {
  const document = JSON.parse(text) as Body & { readonly type?: string; readonly order?: Body };
  const problem = status < 400 ? null : (document.type?.split(':').at(-1) ?? 'unknown');
  return { status, problem, body: problem === null ? document : document.order };
}
