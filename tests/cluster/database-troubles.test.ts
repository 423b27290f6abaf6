import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeCommand } from '@bourse/application/orders/account-command-codec.ts';
import { auditOf } from '../support/audit-of.ts';
import type { BourseProcess } from '../support/bourse-process.ts';
import { openSiteLog } from '../support/crash/site-log.ts';
import { leftovers } from '../support/leftovers.ts';
import { whileLocked } from '../support/partition-owners.ts';
import { storeQuotes } from '../support/quotes.ts';
import type { OrderForm, TraderClient } from '../support/trader-client.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';

const ORDER: OrderForm = { symbol: 'ACME', side: 'buy', type: 'market', quantity: '1', time_in_force: 'gtc' };
/** More than the api has connections. */
const READERS = 40;
const CONNECTIONS = 10;
/** How often the database fails before it works. */
const TROUBLES = 3;

const later = leftovers();
let site: TradingSite;
let api: BourseProcess;
let worker: BourseProcess;
let url = '';
let trader: TraderClient;

beforeAll(async () => {
  site = await openTradingSite({ WORKER_LEASE_MS: '1500' });
  later(() => site.close());
  await storeQuotes(site.server.database, { ACME: '100' });
  worker = site.start('worker');
  api = site.start('api');
  [url = ''] = await Promise.all([api.up(), worker.up()]);
});

beforeEach(async () => {
  trader = site.trader(() => url);
  expect((await trader.moveCash('deposit', '1000.00')).status).toBe(201);
});

async function execute(...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(site.server.database.sql);
}

/** What the trader has bought, and that nothing else is in the books than what explains it. */
async function expectBought(quantity: string): Promise<void> {
  const { body } = await trader.get<{ items: { quantity: string }[] }>('/positions');
  expect(body?.items.map((position) => position.quantity)).toEqual([quantity]);
  expect((await auditOf(site.server.database)).findings).toEqual([]);
  const { rows } = await sql`SELECT reason FROM dead_letters`.execute(site.server.database.sql);
  expect(rows).toEqual([]);
}

async function ask(path: string, body?: unknown): Promise<Response> {
  return fetch(`${url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${await trader.token()}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function expectComeBackLater(answer: Response): void {
  expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
}

/** Lets the next inserts into a table fail, as many as TROUBLES; a sequence counts them, since that is not rolled back. */
async function withTroubles(
  { table, which }: { readonly table: string; readonly which: string },
  state: string,
  work: () => Promise<void>,
): Promise<void> {
  await execute(
    'CREATE SEQUENCE troubles',
    `CREATE FUNCTION make_trouble() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('troubles') <= ${TROUBLES} THEN RAISE EXCEPTION 'trouble' USING ERRCODE = '${state}'; END IF;
        RETURN NEW;
      END $$`,
    `CREATE TRIGGER trouble BEFORE INSERT ON ${table} FOR EACH ROW WHEN (${which}) EXECUTE FUNCTION make_trouble()`,
  );
  try {
    await work();
    const { rows } = await sql`SELECT last_value > ${TROUBLES} AS passed FROM troubles`.execute(
      site.server.database.sql,
    );
    expect(rows).toEqual([{ passed: true }]);
  } finally {
    await execute(`DROP TRIGGER trouble ON ${table}`, 'DROP FUNCTION make_trouble', 'DROP SEQUENCE troubles');
  }
}

describe.each([
  ['a deadlock', '40P01'],
  ['a serialization failure', '40001'],
  ['a lack of room', '53100'],
  ['a server that shuts down', '57P01'],
])('%s', (_, state) => {
  it('is got over by the worker, and the order is executed once', async () => {
    await withTroubles({ table: 'journal', which: 'true' }, state, async () => {
      const { status, body } = await trader.placeOrder({ ...ORDER, client_order_id: 'the-one' }, { waitSeconds: 30 });
      expect([status, body?.status]).toEqual([201, 'filled']);
    });
    await expectBought('1');
  });

  it('is 503 at the edge, and who tries again has one order', async () => {
    await withTroubles({ table: 'log_batches', which: "NEW.topic = 'orders'" }, state, async () => {
      for (let times = 0; times < TROUBLES; times += 1)
        expectComeBackLater(await ask('/orders', { ...ORDER, client_order_id: 'the-one' }));
      const { status, body } = await trader.placeOrder({ ...ORDER, client_order_id: 'the-one' }, { waitSeconds: 30 });
      expect([status, body?.status]).toEqual([201, 'filled']);
    });
    await expectBought('1');
  });
});

describe('a pool whose connections are all in use', () => {
  it('is 503 for who waits too long for one, and nothing is lost', async () => {
    const refused: Response[] = [];
    const hold = async (asked: Promise<Response>): Promise<number> => {
      const answer = await asked;
      if (answer.status !== 200) refused.push(answer);
      return answer.status;
    };
    await whileLocked(site, 'LOCK TABLE orders IN ACCESS EXCLUSIVE MODE', async (connection) => {
      const readers = Array.from({ length: READERS }, () => hold(ask('/orders')));
      const writer = hold(ask('/orders', { ...ORDER, client_order_id: 'the-one' }));
      later(() => Promise.allSettled([...readers, writer]));
      await until('those to be refused who found no connection', async () => {
        // A transaction that stands still is ended.
        await sql`SELECT`.execute(connection);
        return refused.length > READERS - CONNECTIONS;
      });
      expect(await writer).toBe(503);
    });
    for (const answer of refused) expectComeBackLater(answer);
    expect((await ask('/orders')).status).toBe(200);
    const { body } = await trader.placeOrder({ ...ORDER, client_order_id: 'the-one' }, { waitSeconds: 30 });
    expect(body?.status).toBe('filled');
    await expectBought('1');
  });
});

describe('an api that dies after the append, before the answer', () => {
  it('leaves an order that its sender gets by sending it again, and no second one', async () => {
    worker.signal('SIGTERM');
    expect(await worker.ended).toEqual({ code: 0, signal: null });
    const log = await openSiteLog(site.server.database);
    const inLog = async () =>
      (await log.commands())
        .map(({ record }) => decodeCommand(record))
        .filter((command) => command.type === 'place-order')
        .filter(({ order }) => order.accountId === trader.accountId);
    const form = { ...ORDER, client_order_id: 'the-one' };
    const unanswered = trader.placeOrder(form, { waitSeconds: 30 }).then(
      () => 'answered',
      () => 'unanswered',
    );
    await until('the order to be in the log', async () => (await inLog()).length === 1);
    await api.kill();
    expect(await unanswered).toBe('unanswered');

    api = site.start('api');
    url = await api.up();
    const again = await trader.placeOrder(form);
    expect([again.status, again.body?.id]).toEqual([202, (await inLog())[0]?.order.id]);
    worker = site.start('worker');
    await worker.up();
    const { body } = await trader.placeOrder(form, { waitSeconds: 30 });
    expect([body?.status, body?.id]).toEqual(['filled', again.body?.id]);
    expect(await trader.allOrders()).toHaveLength(1);
    await expectBought('1');
  });
});
