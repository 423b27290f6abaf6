import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditOf } from '../support/audit-of.ts';
import { leftovers } from '../support/leftovers.ts';
import { storeQuotes } from '../support/quotes.ts';
import type { Answer, OrderForm, OrderJson, TraderClient } from '../support/trader-client.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';

const later = leftovers();
const CONNECTIONS = 50;
const ORDER: OrderForm = { symbol: 'ACME', side: 'buy', type: 'market', quantity: '1', time_in_force: 'gtc' };

let site: TradingSite;
/** Two API processes on one database. */
let urls: readonly [string, string];

beforeAll(async () => {
  site = await openTradingSite();
  later(() => site.close());
  await storeQuotes(site.server.database, { ACME: '100' });
  const [worker, one, other] = [site.start('worker'), site.start('api'), site.start('api')];
  urls = await Promise.all([one.up(), other.up()]);
  await worker.up();
});

describe('the same order placed at the same moment from fifty connections', () => {
  it.each([
    { where: 'at one API', apis: 1, waitSeconds: 20 },
    { where: 'at two APIs', apis: 2, waitSeconds: 20 },
    { where: 'at two APIs by callers who do not wait', apis: 2, waitSeconds: 0 },
  ])('$where is one order with one fill', async ({ apis, waitSeconds }) => {
    const callers = await connectedCallers(apis);
    const form = { ...ORDER, client_order_id: `once-${apis}-${waitSeconds}` };
    const answers = await Promise.all(callers.map((caller) => caller.placeOrder(form, { waitSeconds })));

    const final = waitSeconds > 0;
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([final ? 201 : 202]));
    const [id] = idsOf(answers);
    expect(idsOf(answers)).toEqual([id]);
    if (final) expect(new Set(answers.map(({ body }) => body?.status))).toEqual(new Set(['filled']));

    const [trader] = callers;
    const order = await filled(trader!, id!);
    expect(order).toMatchObject({ filled_quantity: '1', client_order_id: form.client_order_id });
    expect(await trader!.allOrders()).toEqual([order]);
    await everythingIsDecided();
    expect(await journalOf(trader!.accountId)).toEqual(['deposit', 'fill']);
    expect((await auditOf(site.server.database)).findings).toEqual([]);
  });

  it('under an idempotency key in place of a client_order_id is one order as well', async () => {
    const callers = await connectedCallers(2);
    const answers = await Promise.all(
      callers.map((caller) => caller.placeOrder(ORDER, { waitSeconds: 20, idempotencyKey: 'the-same' })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(idsOf(answers)).toHaveLength(1);
    await everythingIsDecided();
    expect(await journalOf(callers[0]!.accountId)).toEqual(['deposit', 'fill']);
  });
});

describe('one client_order_id with two bodies at the same moment', () => {
  it('belongs to exactly one of them, and every caller of the other is told so', async () => {
    const callers = await connectedCallers(2);
    const bodies = ['1', '2'].map((quantity) => ({ ...ORDER, quantity, client_order_id: 'disputed' }));
    const asked = callers.map((caller, index) => ({ caller, form: bodies[index % 2]! }));
    const answers = await Promise.all(asked.map(({ caller, form }) => caller.placeOrder(form, { waitSeconds: 20 })));

    const accepted = answers.flatMap(({ status, body }) => (status === 201 ? [body!] : []));
    const quantities = new Set(accepted.map(({ quantity }) => quantity));
    expect(quantities.size).toBe(1);
    const [won] = quantities;
    for (const [index, answer] of answers.entries()) {
      if (asked[index]!.form.quantity === won) expect(answer).toMatchObject({ status: 201, problem: null });
      else expect(answer).toMatchObject({ status: 409, problem: 'client-order-id-reused' });
    }

    // The other body is refused for ever, also to who does not wait; the one that won is its order for ever.
    const [{ caller }] = asked as [(typeof asked)[number]];
    for (const form of bodies) {
      const again = await caller.placeOrder(form);
      expect(again.status).toBe(form.quantity === won ? 202 : 409);
    }
    expect(await caller.allOrders()).toMatchObject([{ id: accepted[0]!.id, quantity: won, status: 'filled' }]);
    expect(await journalOf(caller.accountId)).toEqual(['deposit', 'fill']);
  });
});

/** Fifty clients of one new account with money, spread over the APIs, each of which has a connection open. */
async function connectedCallers(apis: number): Promise<TraderClient[]> {
  let next = 0;
  const trader = site.trader(() => urls[next++ % apis]!);
  const deposit = await trader.moveCash('deposit', '1000.00');
  expect(deposit.status).toBe(201);
  const callers = Array.from({ length: CONNECTIONS }, () => trader);
  // As many requests at once open as many connections, which are kept for those that follow.
  await Promise.all(callers.map((caller) => caller.get('/account')));
  return callers;
}

function idsOf(answers: readonly Answer<OrderJson>[]): string[] {
  return [...new Set(answers.map(({ body }) => body?.id ?? 'no order'))];
}

function filled(trader: TraderClient, id: string): Promise<OrderJson> {
  return until(`order ${id} to be filled`, async () => {
    const { body } = await trader.order(id);
    return body?.status === 'filled' ? body : undefined;
  });
}

/** Repetitions stand behind the order in the log: only when all are decided can none of them have filled it again. */
async function everythingIsDecided(): Promise<void> {
  await until('every command to be decided', async () => {
    const { rows } = await site.server.database.query((connection) =>
      sql<{ undecided: bigint }>`
        SELECT coalesce(sum(e.next_position - p.position), 0)::bigint AS undecided
        FROM log_ends e JOIN log_positions p USING (topic, partition) WHERE topic = 'orders'`.execute(connection),
    );
    return rows[0]?.undecided === 0n;
  });
}

async function journalOf(accountId: string): Promise<string[]> {
  const { rows } = await site.server.database.query((connection) =>
    sql<{ kind: string }>`SELECT kind FROM journal WHERE account_id = ${accountId} ORDER BY sequence`.execute(
      connection,
    ),
  );
  return rows.map(({ kind }) => kind);
}
