import { openStream } from '@bourse/client/stream.ts';
import { MS_PER_DAY, utcDate } from '@bourse/core/time/utc.ts';
import { expect } from 'vitest';
import type { OrderForm, OrderJson, TraderClient } from '../trader-client.ts';
import { until } from '../until.ts';
import type { ScenarioPlatform } from './scenario-platform.ts';

/** What must go the same way wherever Bourse runs. */
export interface Scenario {
  readonly name: string;
  run(platform: ScenarioPlatform): Promise<void>;
}

const WAIT = { waitSeconds: 20 };

function buy(symbol: string, changes: Partial<OrderForm> = {}): OrderForm {
  return { symbol, side: 'buy', type: 'market', quantity: '1', time_in_force: 'gtc', ...changes };
}

async function funded(platform: ScenarioPlatform): Promise<TraderClient> {
  const trader = platform.trader();
  expect(await trader.moveCash('deposit', '10000.00', { idempotencyKey: 'first' })).toMatchObject({ status: 201 });
  return trader;
}

async function stateOf(trader: TraderClient, id: string, status: OrderJson['status']): Promise<OrderJson> {
  return until(`order ${id} to be ${status}`, async () => {
    const { body } = await trader.order(id);
    return body?.status === status ? body : null;
  });
}

/** Moves a price and waits until every API knows it: each learns of it by itself. */
export async function priceIs({ urls, vendor }: ScenarioPlatform, trader: TraderClient, symbol: string, price: string) {
  vendor.setPrice(symbol, price);
  await until(`${symbol} at ${price} at every API`, async () => {
    const authorization = `Bearer ${await trader.token()}`;
    const found = await Promise.all(
      urls.map(async (url) => {
        const answer = await fetch(`${url}/api/v1/assets/${symbol}`, { headers: { authorization } });
        return (await answer.json()) as { price: { value: string } | null };
      }),
    );
    return found.every((asset) => asset.price?.value === price);
  });
}

const executedOrder: Scenario = {
  name: 'orders: executed once, booked, told again to who asks again',
  async run(platform) {
    const trader = await funded(platform);
    const symbol = platform.symbol();
    const form = buy(symbol, { quantity: '2.5', expected_price: '101.00', client_order_id: 'one' });
    const first = await trader.placeOrder(form, WAIT);
    expect(first).toMatchObject({ status: 201, body: { status: 'filled', average_fill_price: '100.00' } });
    const again = await Promise.all([1, 2, 3].map(() => trader.placeOrder(form, WAIT)));
    for (const { body } of again) expect(body).toEqual(first.body);
    expect(await trader.placeOrder({ ...form, quantity: '3' })).toMatchObject({ status: 409 });
    expect((await trader.get('/account')).body).toMatchObject({ cash: '9750.00', held: '0.00' });
    expect((await trader.get(`/positions/${symbol}`)).body).toMatchObject({ quantity: '2.5' });
    expect(await trader.allOrders()).toHaveLength(1);
  },
};

const refusedOrder: Scenario = {
  name: 'orders: refused with the reason',
  async run(platform) {
    const trader = await funded(platform);
    const symbol = platform.symbol();
    const problems = [
      await trader.placeOrder(buy('NONE'), WAIT),
      await trader.placeOrder(buy(symbol, { expected_price: '97.00' }), WAIT),
      await trader.placeOrder(buy(symbol, { quantity: '101' }), WAIT),
      await trader.placeOrder(buy(symbol, { side: 'sell' }), WAIT),
    ].map(({ status, problem }) => `${status} ${problem}`);
    expect(problems).toEqual([
      '422 unknown-symbol',
      '422 price-moved',
      '422 insufficient-buying-power',
      '422 insufficient-quantity',
    ]);
    const stranger = platform.trader();
    const { body } = await trader.placeOrder(buy(symbol), WAIT);
    expect(await stranger.order(body!.id)).toMatchObject({ status: 404 });
  },
};

const restingOrder: Scenario = {
  name: 'orders: rest, are woken by the market, or cancelled',
  async run(platform) {
    const trader = await funded(platform);
    const symbol = platform.symbol();
    const limit = await trader.placeOrder(buy(symbol, { type: 'limit', limit_price: '95.00' }));
    const other = await trader.placeOrder(buy(symbol, { type: 'limit', limit_price: '90.00' }));
    await stateOf(trader, limit.body!.id, 'open');
    await stateOf(trader, other.body!.id, 'open');
    expect((await trader.get('/account')).body).toMatchObject({ held: '185.00', buying_power: '9815.00' });
    platform.vendor.setPrice(symbol, '94.00');
    expect(await stateOf(trader, limit.body!.id, 'filled')).toMatchObject({ average_fill_price: '94.00' });
    expect(await trader.cancelOrder(other.body!.id, WAIT)).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    });
    expect((await trader.get('/account')).body).toMatchObject({ cash: '9906.00', held: '0.00' });
  },
};

const storedTrades: Scenario = {
  name: 'trades: versions, maturity, bulk with a bad line',
  async run({ operator }) {
    const today = Date.now();
    const maturity = utcDate(today + 10 * MS_PER_DAY);
    const trade = (version: number, changes = {}) => {
      return {
        trade_id: 'S1',
        version,
        counterparty_id: 'CP',
        book_id: 'scenario',
        maturity_date: maturity,
        ...changes,
      };
    };
    expect(await operator.handIn(trade(2))).toMatchObject({ status: 'SUCCESS' });
    expect(await operator.handIn(trade(1))).toMatchObject({ status: 'FAILED', failure_reason: 'version-superseded' });
    expect(await operator.handIn(trade(2, { counterparty_id: 'CP-2' }))).toMatchObject({ status: 'SUCCESS' });
    expect(await operator.handIn(trade(3, { maturity_date: utcDate(today - MS_PER_DAY) }))).toMatchObject({
      status: 'FAILED',
      failure_reason: 'maturity-passed',
    });
    expect((await operator.get('/trades/S1')).body['items']).toMatchObject([{ version: 2, counterparty_id: 'CP-2' }]);

    const many = Array.from({ length: 50 }, (_, index) => trade(1, { trade_id: `S-${index}`, book_id: 'bulk' }));
    const { status, body } = await operator.post('/trades/bulk', [...many, { trade_id: 7 }]);
    expect([status, body['accepted'], body['rejected']]).toEqual([202, 50, 1]);
    const lines = body['items'] as { line: number; request_id?: string }[];
    for (const { request_id: id } of lines.slice(0, 50)) {
      expect(await operator.decided(id!)).toMatchObject({ status: 'SUCCESS' });
    }
    expect(await operator.allTrades('?book_id=bulk&limit=20')).toHaveLength(50);
  },
};

const movingPrices: Scenario = {
  name: 'market data: prices move at every API, with their source, and make candles',
  async run(platform) {
    const trader = await funded(platform);
    const symbol = platform.symbol();
    for (const price of ['101.00', '99.50', '102.25']) await priceIs(platform, trader, symbol, price);
    const { body } = await trader.get<{ price: object }>(`/assets/${symbol}`);
    expect(body!.price).toMatchObject({ value: '102.25', currency: 'USD', source: 'feed', stale: false });
    const candles = await until('the candle', async () => {
      const { body: page } = await trader.get<{ items: { high: string; low: string; close: string }[] }>(
        `/assets/${symbol}/candles?interval=1d`,
      );
      return page!.items[0]?.close === '102.25' ? page!.items : null;
    });
    expect(candles[0]).toMatchObject({ high: '102.25', low: '99.50', close: '102.25' });
  },
};

const toldStream: Scenario = {
  name: 'stream: executions once and in order at any API, prices live',
  async run(platform) {
    const trader = await funded(platform);
    const symbol = platform.symbol();
    const read = (url: string, after?: string) => {
      const told: string[] = [];
      const prices: string[] = [];
      const stream = openStream({ url, token: () => trader.token() });
      stream.events('executions', { onItems: (items) => void told.push(...items.map(({ id }) => id)) }, after);
      stream.prices([symbol], (news) => void prices.push(...news.map(({ value }) => value)));
      return { stream, told, prices };
    };
    const readers = platform.urls.map((url) => read(url));
    try {
      await until('all to stand somewhere', () =>
        readers.every(({ stream }) => stream.sequence('executions') !== null),
      );
      const expected: string[] = [];
      const place = async (count: number): Promise<void> => {
        for (let number = 0; number < count; number += 1) {
          const { body } = await trader.placeOrder(buy(symbol), WAIT);
          expected.push(`${body!.id}-1`);
        }
      };
      await place(5);
      for (const { told } of readers) await until('executions', () => told.length >= 5);
      const [first] = readers as [(typeof readers)[number]];
      const after = first.stream.sequence('executions')!;
      first.stream.close();
      await place(3);
      // It goes on at another API, if there is one, where the first has left off.
      const back = read(platform.urls.at(-1)!, after);
      readers.push(back);
      await until('what it missed', () => back.told.length >= 3);
      expect([...first.told, ...back.told]).toEqual(expected);
      await priceIs(platform, trader, symbol, '103.00');
      await until('the price', () => back.prices.at(-1) === '103.00');
    } finally {
      for (const { stream } of readers) stream.close();
    }
  },
};

const soundBooks: Scenario = {
  name: 'audit: the books are in order',
  async run({ operator }) {
    const startedAt = new Date().toISOString();
    const state = await until('an audit of all this', async () => {
      const { body } = await operator.get('/audit');
      const { last_run_at: lastRunAt } = body;
      return typeof lastRunAt === 'string' && lastRunAt > startedAt ? body : null;
    });
    expect(state).toMatchObject({ status: 'in-order', findings: [] });
  },
};

/** All scenarios; the last one looks at what the others have left. */
export const SCENARIOS: readonly Scenario[] = [
  executedOrder,
  refusedOrder,
  restingOrder,
  storedTrades,
  movingPrices,
  toldStream,
  soundBooks,
];
