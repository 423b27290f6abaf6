import { beforeAll, describe, expect, it } from 'vitest';
import { auditOf } from '../support/audit-of.ts';
import { leftovers } from '../support/leftovers.ts';
import type { OrderForm, TraderClient } from '../support/trader-client.ts';
import type { TradingFloor } from '../support/trading-floor.ts';
import { openTradingFloor, orderIn } from '../support/trading-floor.ts';
import { until } from '../support/until.ts';

const later = leftovers();
let floor: TradingFloor;

describe('a market that fills at most two shares of an order at each price', () => {
  beforeAll(async () => {
    floor = await openTradingFloor({ MAX_FILL_QUANTITY: '2' });
    later(() => floor.close());
  });

  it('fills an order piece by piece, each at the price of its moment', async () => {
    const { trader, order } = await orderFor({ quantity: '5', time_in_force: 'gtc' });
    const { id, symbol } = order;
    expect(order).toMatchObject({ status: 'partially_filled', filled_quantity: '2', average_fill_price: '100.00' });
    expect((await trader.get('/account')).body).toMatchObject({ cash: '9800.00', held: '300.00' });
    await floor.price(symbol, '101.00');
    expect(await filledUpTo(trader, id, '4')).toMatchObject({ average_fill_price: '100.50' });
    await floor.price(symbol, '99.00');
    expect(await orderIn(trader, id, 'filled')).toMatchObject({ filled_quantity: '5', average_fill_price: '100.20' });
    expect((await trader.get('/account')).body).toMatchObject({ cash: '9499.00', held: '0.00' });
    expect(await kindsOf(trader)).toEqual(['deposit', 'fill', 'fill', 'fill']);
  });

  it('fills an order once at one price, however often that price is looked at', async () => {
    const { trader, order } = await orderFor({ quantity: '3', time_in_force: 'gtc' });
    const form = { symbol: order.symbol, side: 'buy', type: 'market', quantity: '1', time_in_force: 'gtc' } as const;
    // Others trade at it, and the sweep looks at all open orders every second.
    await trader.placeOrder(form, { waitSeconds: 20 });
    await trader.placeOrder({ ...form, type: 'limit', limit_price: '1.00' }, { waitSeconds: 2 });
    await floor.settled();
    expect((await trader.order(order.id)).body).toMatchObject({ filled_quantity: '2', status: 'partially_filled' });
  });

  it('leaves an immediate-or-cancel order what it got, and cancels the rest', async () => {
    const { trader, order } = await orderFor({ quantity: '5', time_in_force: 'ioc' });
    expect(order).toMatchObject({ status: 'cancelled', reason: 'not-filled-immediately', filled_quantity: '2' });
    expect((await trader.get('/account')).body).toMatchObject({ cash: '9800.00', held: '0.00' });
  });

  it('fills a fill-or-kill order whole or not at all', async () => {
    const { order: tooLarge } = await orderFor({ quantity: '2.000001', time_in_force: 'fok' });
    expect(tooLarge).toMatchObject({ status: 'cancelled', reason: 'not-filled-immediately', filled_quantity: '0' });
    const { order: fitting } = await orderFor({ quantity: '2', time_in_force: 'fok' });
    expect(fitting).toMatchObject({ status: 'filled', filled_quantity: '2' });
  });

  it('keeps what was filled when the rest is cancelled', async () => {
    const { trader, order } = await orderFor({ quantity: '5', time_in_force: 'gtc' });
    const cancelled = await trader.cancelOrder(order.id, { waitSeconds: 20 });
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled', filled_quantity: '2' } });
    expect((await trader.get('/account')).body).toMatchObject({ cash: '9800.00', held: '0.00' });
    expect((await trader.get(`/positions/${order.symbol}`)).body).toMatchObject({ quantity: '2' });
  });

  it('cancels the rest of a purchase that the market has made too dear', async () => {
    const { trader, order } = await orderFor({ quantity: '5', time_in_force: 'gtc' }, '500.00');
    await floor.price(order.symbol, '200.00');
    expect(await orderIn(trader, order.id, 'cancelled')).toMatchObject({
      reason: 'insufficient-buying-power',
      filled_quantity: '2',
    });
    expect((await trader.get('/account')).body).toMatchObject({ cash: '300.00', held: '0.00' });
  });

  it('leaves books that are in order', async () => {
    await floor.settled();
    expect((await auditOf(floor.platform.platform.foundation.storage.database)).findings).toEqual([]);
  });
});

/** Places a market order to buy for a new trader and answers it once it has been decided. */
async function orderFor(terms: Pick<OrderForm, 'quantity' | 'time_in_force'>, cash?: string) {
  const trader = await floor.trader(cash);
  const symbol = floor.symbol();
  const { body } = await trader.placeOrder({ symbol, side: 'buy', type: 'market', ...terms });
  const order = await until('the decision', async () => {
    const found = (await trader.order(body!.id)).body;
    return found?.status === 'accepted' ? undefined : found;
  });
  return { trader, order };
}

function filledUpTo(trader: TraderClient, id: string, quantity: string) {
  return until(`${quantity} to be filled`, async () => {
    const { body } = await trader.order(id);
    return body?.filled_quantity === quantity ? body : undefined;
  });
}

async function kindsOf(trader: TraderClient): Promise<string[]> {
  const { body } = await trader.get<{ items: { kind: string }[] }>('/account/transactions');
  return body!.items.map(({ kind }) => kind).reverse();
}
