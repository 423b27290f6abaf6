import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeTick, MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import { createPostgresMarketStore } from '@bourse/postgres/market/postgres-market-store.ts';
import { leftovers } from '../support/leftovers.ts';
import type { OrderForm } from '../support/trader-client.ts';
import type { TradingFloor } from '../support/trading-floor.ts';
import { openTradingFloor, orderIn } from '../support/trading-floor.ts';
import { until } from '../support/until.ts';

const later = leftovers();
let floor: TradingFloor;

beforeAll(async () => {
  floor = await openTradingFloor({ MAX_ORDER_NOTIONAL: '50000' });
  later(() => floor.close());
});

describe('the protection against a market that has moved', () => {
  it.each([
    { market: '102.00', outcome: 'filled', where: 'exactly 2% above' },
    { market: '102.01', outcome: 'rejected', where: 'more than 2% above' },
    { market: '98.00', outcome: 'filled', where: 'exactly 2% below' },
    { market: '97.99', outcome: 'rejected', where: 'more than 2% below' },
  ])('has an order $outcome with the market $where the price its owner saw', async ({ market, outcome }) => {
    const [trader, symbol] = [await floor.trader(), floor.symbol()];
    await floor.price(symbol, market);
    const { status, problem, body } = await trader.placeOrder(formOf({ symbol, expected_price: '100.00' }), {
      waitSeconds: 20,
    });
    expect(body!.status).toBe(outcome);
    if (outcome === 'rejected') expect({ status, problem }).toEqual({ status: 422, problem: 'price-moved' });
  });
});

describe('an order is rejected with its reason', () => {
  it('for a symbol that nobody knows', async () => {
    await expectRejection({ symbol: 'NOBODY' }, 'unknown-symbol');
  });

  it('for an instrument that never had a price', async () => {
    const { storage } = floor.platform.platform.foundation;
    const unpriced = {
      symbol: 'MUTE',
      name: 'Mute',
      exchange: 'XNAS',
      sector: 'Industrials',
      status: 'active',
    } as const;
    await createPostgresMarketStore(storage.database).saveInstruments([unpriced]);
    await instrumentsReadAgain();
    await expectRejection({ symbol: 'MUTE' }, 'price-unavailable');
  });

  it('for a halted instrument, although it has a price', async () => {
    const { storage, prices } = floor.platform.platform.foundation;
    const symbol = floor.symbol();
    await storage.database.query((connection) =>
      sql`UPDATE instruments SET status = 'halted' WHERE symbol = ${symbol}`.execute(connection),
    );
    await instrumentsReadAgain();
    expect(prices.price(symbol)).toBeDefined();
    await expectRejection({ symbol }, 'instrument-halted');
  });

  it('for more than the account can pay, with what open orders hold counted in', async () => {
    const [trader, symbol] = [await floor.trader('1000.00'), floor.symbol()];
    const resting = await trader.placeOrder(formOf({ symbol, type: 'limit', limit_price: '90.00', quantity: '5' }));
    await orderIn(trader, resting.body!.id, 'open');
    const tooMuch = await trader.placeOrder(formOf({ symbol, quantity: '5.501' }), { waitSeconds: 20 });
    expect(tooMuch).toMatchObject({ status: 422, problem: 'insufficient-buying-power' });
    const justEnough = await trader.placeOrder(formOf({ symbol, quantity: '5.5' }), { waitSeconds: 20 });
    expect(justEnough).toMatchObject({ status: 201, body: { status: 'filled' } });
  });

  it('for more shares than the account has free', async () => {
    const [trader, symbol] = [await floor.trader(), floor.symbol()];
    await trader.placeOrder(formOf({ symbol, quantity: '3' }), { waitSeconds: 20 });
    const sale = { symbol, side: 'sell', type: 'limit', limit_price: '120.00' } as const;
    const resting = await trader.placeOrder(formOf({ ...sale, quantity: '2' }));
    await orderIn(trader, resting.body!.id, 'open');
    const tooMany = await trader.placeOrder(formOf({ ...sale, quantity: '1.001' }), { waitSeconds: 20 });
    expect(tooMany).toMatchObject({ status: 422, problem: 'insufficient-quantity' });
  });

  it('for more than the largest notional', async () => {
    await expectRejection({ symbol: floor.symbol(), quantity: '500.001' }, 'notional-too-large');
  });
});

describe('who places an order that is rejected', () => {
  it('and waits is answered 422 with the order inside the problem', async () => {
    const trader = await floor.trader();
    const answer = await trader.placeOrder(formOf({ symbol: 'NOBODY', client_order_id: 'mine' }), { waitSeconds: 20 });
    expect(answer).toMatchObject({
      status: 422,
      problem: 'unknown-symbol',
      body: { client_order_id: 'mine', status: 'rejected', reason: 'unknown-symbol', filled_quantity: '0' },
    });
    expect((await trader.order(answer.body!.id)).body).toEqual(answer.body);
  });

  it('and does not wait is answered 202, and finds it rejected', async () => {
    const trader = await floor.trader();
    const { status, body } = await trader.placeOrder(formOf({ symbol: 'NOBODY' }));
    expect(status).toBe(202);
    expect(await orderIn(trader, body!.id, 'rejected')).toMatchObject({ reason: 'unknown-symbol' });
  });
});

describe('a vendor that is gone', () => {
  it('leaves prices that are served as stale, and nothing is traded on them', async () => {
    const lonely = await openTradingFloor({ PRICE_TTL_MS: '1000' });
    later(() => lonely.close());
    const [trader, symbol] = [await lonely.trader(), lonely.symbol()];
    await lonely.vendor.close();
    await until('the price to be stale', async () => {
      const { body } = await trader.get<{ price: { value: string; stale: boolean } }>(`/assets/${symbol}`);
      return body!.price.stale ? body!.price : undefined;
    });
    const answer = await trader.placeOrder(formOf({ symbol }), { waitSeconds: 20 });
    expect(answer).toMatchObject({ status: 422, problem: 'price-stale', body: { status: 'rejected' } });
    expect((await trader.get('/account')).body).toMatchObject({ cash: '10000.00', held: '0.00' });
  });
});

async function expectRejection(terms: Partial<OrderForm> & { readonly symbol: string }, reason: string): Promise<void> {
  const trader = await floor.trader('100000.00');
  const answer = await trader.placeOrder(formOf(terms), { waitSeconds: 20 });
  expect(answer).toMatchObject({ status: 422, problem: reason, body: { status: 'rejected', reason } });
  expect((await trader.get('/account')).body).toMatchObject({ cash: '100000.00', held: '0.00' });
}

/** Has the platform look at its instruments now: it does when it sees the price of one that it does not know. */
async function instrumentsReadAgain(): Promise<void> {
  const { storage, prices } = floor.platform.platform.foundation;
  const before = prices.instruments();
  const symbol = `NEWS${before.length}`;
  const tick = encodeTick({ symbol, priceMicros: 1_000_000n, source: 'test', asOfMs: floor.clock.now() });
  await storage.log.append(MARKET_DATA_TOPIC, [tick]);
  await until('the instruments to be read again', () => prices.instruments() !== before);
}

function formOf(terms: Partial<OrderForm> & { readonly symbol: string }): OrderForm {
  return { side: 'buy', type: 'market', quantity: '1', time_in_force: 'gtc', ...terms };
}
