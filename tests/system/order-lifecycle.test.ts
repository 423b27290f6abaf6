import { beforeAll, describe, expect, it } from 'vitest';
import { leftovers } from '../support/leftovers.ts';
import type { OrderForm, OrderJson, TraderClient } from '../support/trader-client.ts';
import type { TradingFloor } from '../support/trading-floor.ts';
import { openTradingFloor, orderIn } from '../support/trading-floor.ts';

const later = leftovers();
let floor: TradingFloor;

beforeAll(async () => {
  floor = await openTradingFloor();
  later(() => floor.close());
});

describe('a market order', () => {
  it('is filled at once, whole, at the price of the market', async () => {
    const { trader, symbol } = await buyer();
    expect(await place(trader, { symbol, quantity: '1.5' })).toMatchObject({
      status: 'filled',
      filled_quantity: '1.5',
      average_fill_price: '100.00',
    });
    const { body } = await trader.get('/account');
    expect(body).toMatchObject({ cash: '9850.00', held: '0.00', buying_power: '9850.00', market_value: '150.00' });
  });

  it('carries where its price came from into the journal', async () => {
    const { trader, symbol } = await buyer();
    await floor.price(symbol, '101.25');
    await place(trader, { symbol });
    const { body } = await trader.get<{ items: { kind: string; price: { as_of: string } | null }[] }>(
      '/account/transactions',
    );
    const { body: asset } = await trader.get<{ price: { as_of: string } }>(`/assets/${symbol}`);
    expect(body!.items[0]).toMatchObject({
      kind: 'fill',
      price: { value: '101.25', source: 'feed', as_of: asset!.price.as_of },
    });
  });
});

describe('a limit order', () => {
  it('to buy rests with its cash held, and is filled by the first price at its limit or better', async () => {
    const { trader, symbol } = await buyer();
    const { id } = await place(trader, { symbol, type: 'limit', limit_price: '95.00', quantity: '2' }, 'open');
    expect((await trader.get('/account')).body).toMatchObject({ held: '190.00', buying_power: '9810.00' });
    await floor.price(symbol, '95.01');
    expect(await orderIn(trader, id, 'open')).toMatchObject({ filled_quantity: '0', average_fill_price: null });
    await floor.price(symbol, '94.00');
    expect(await orderIn(trader, id, 'filled')).toMatchObject({ filled_quantity: '2', average_fill_price: '94.00' });
    expect((await trader.get('/account')).body).toMatchObject({ cash: '9812.00', held: '0.00' });
  });

  it('to sell rests with its shares held, and is filled at its limit or better', async () => {
    const { trader, symbol } = await buyer();
    await place(trader, { symbol, quantity: '3' });
    const { id } = await place(trader, { symbol, side: 'sell', type: 'limit', limit_price: '105.00' }, 'open');
    expect((await trader.get(`/positions/${symbol}`)).body).toMatchObject({ quantity: '3', available_quantity: '2' });
    await floor.price(symbol, '104.99');
    await orderIn(trader, id, 'open');
    await floor.price(symbol, '105.00');
    expect(await orderIn(trader, id, 'filled')).toMatchObject({ average_fill_price: '105.00' });
  });

  it('that the market reaches already is filled at the market, not at its limit', async () => {
    const { trader, symbol } = await buyer();
    const order = await place(trader, { symbol, type: 'limit', limit_price: '110.00' });
    expect(order).toMatchObject({ status: 'filled', average_fill_price: '100.00' });
  });
});

describe('a stop order', () => {
  it('to buy becomes a market order when the market trades at or above its stop', async () => {
    const { trader, symbol } = await buyer();
    const { id } = await place(trader, { symbol, type: 'stop', stop_price: '105.00' }, 'open');
    await floor.price(symbol, '104.99');
    await orderIn(trader, id, 'open');
    await floor.price(symbol, '106.50');
    expect(await orderIn(trader, id, 'filled')).toMatchObject({ average_fill_price: '106.50' });
  });

  it('to sell becomes a market order when the market trades at or below its stop', async () => {
    const { trader, symbol } = await buyer();
    await place(trader, { symbol });
    const { id } = await place(trader, { symbol, side: 'sell', type: 'stop', stop_price: '95.00' }, 'open');
    await floor.price(symbol, '95.01');
    await orderIn(trader, id, 'open');
    await floor.price(symbol, '93.00');
    expect(await orderIn(trader, id, 'filled')).toMatchObject({ average_fill_price: '93.00' });
  });

  it('with a limit waits at its limit once it was triggered, also when the market comes back', async () => {
    const { trader, symbol } = await buyer();
    const terms = { type: 'stop_limit', stop_price: '105.00', limit_price: '105.50' } as const;
    const { id } = await place(trader, { symbol, ...terms }, 'open');
    await floor.price(symbol, '107.00');
    await orderIn(trader, id, 'open');
    // Below its stop: an order that had not been triggered would wait on.
    await floor.price(symbol, '104.00');
    expect(await orderIn(trader, id, 'filled')).toMatchObject({ average_fill_price: '104.00' });
  });
});

describe('the time in force', () => {
  it.each(['ioc', 'fok'] as const)('%s never rests', async (timeInForce) => {
    const { trader, symbol } = await buyer();
    const form = { symbol, type: 'limit', limit_price: '99.00', time_in_force: timeInForce } as const;
    expect(await place(trader, form)).toMatchObject({ status: 'cancelled', reason: 'not-filled-immediately' });
    expect((await trader.get('/account')).body).toMatchObject({ cash: '10000.00', held: '0.00' });
    expect(await place(trader, { ...form, limit_price: '100.00' })).toMatchObject({ status: 'filled' });
  });
});

describe('cancelling', () => {
  it('ends an open order and gives back what it held', async () => {
    const { trader, symbol } = await buyer();
    const { id } = await place(trader, { symbol, type: 'limit', limit_price: '90.00' }, 'open');
    expect(await trader.cancelOrder(id, { waitSeconds: 20 })).toMatchObject({
      status: 200,
      body: { id, status: 'cancelled', reason: null },
    });
    // Who did not hear the answer asks again, and hears the same.
    expect(await trader.cancelOrder(id)).toMatchObject({ status: 200, body: { id, status: 'cancelled' } });
    expect((await trader.get('/account')).body).toMatchObject({ cash: '10000.00', held: '0.00' });
    await floor.price(symbol, '80.00');
    await orderIn(trader, id, 'cancelled');
  });

  it('is refused for an order that is final, and for one that its caller does not have', async () => {
    const { trader, symbol } = await buyer();
    const { id } = await place(trader, { symbol });
    expect(await trader.cancelOrder(id)).toMatchObject({ status: 422, problem: 'order-not-open' });
    const { trader: stranger } = await buyer();
    expect(await stranger.cancelOrder(id)).toMatchObject({ status: 404, problem: 'order-not-found' });
  });
});

describe('a caller', () => {
  it('who does not wait is answered 202 with the order accepted, and finds it executed later', async () => {
    const { trader, symbol } = await buyer();
    const answer = await trader.placeOrder(formOf({ symbol }));
    expect(answer).toMatchObject({ status: 202, body: { status: 'accepted', filled_quantity: '0' } });
    await orderIn(trader, answer.body!.id, 'filled');
  });

  it('who waits is answered 201 as soon as the order is final, also when a tick fills it', async () => {
    const { trader, symbol } = await buyer();
    const form = formOf({ symbol, type: 'limit', limit_price: '95.00', client_order_id: 'waiting' });
    const waiting = trader.placeOrder(form, { waitSeconds: 30 });
    // The same order again, by one who does not wait: it is there, and open.
    await floor.settled();
    const { body } = await trader.placeOrder(form);
    await orderIn(trader, body!.id, 'open');
    await floor.price(symbol, '95.00');
    expect(await waiting).toMatchObject({ status: 201, body: { id: body!.id, status: 'filled' } });
  });

  it('who waited long enough is answered 202 with the order as it is', async () => {
    const { trader, symbol } = await buyer();
    const form = formOf({ symbol, type: 'limit', limit_price: '95.00' });
    expect(await trader.placeOrder(form, { waitSeconds: 1 })).toMatchObject({ status: 202, body: { status: 'open' } });
  });
});

async function buyer(): Promise<{ readonly trader: TraderClient; readonly symbol: string }> {
  return { trader: await floor.trader(), symbol: floor.symbol() };
}

function formOf(terms: Partial<OrderForm> & { readonly symbol: string }): OrderForm {
  return { side: 'buy', type: 'market', quantity: '1', time_in_force: 'gtc', ...terms };
}

/** Places an order and waits until it is decided: a final one comes as the answer, one that rests is looked for. */
async function place(
  trader: TraderClient,
  terms: Partial<OrderForm> & { readonly symbol: string },
  status?: 'open',
): Promise<OrderJson> {
  if (status === undefined) return (await trader.placeOrder(formOf(terms), { waitSeconds: 20 })).body!;
  const { body } = await trader.placeOrder(formOf(terms));
  return orderIn(trader, body!.id, status);
}
