import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR_KEY } from '../../support/test-platform.ts';
import type { TradingFloor } from '../../support/trading-floor.ts';
import { openTradingFloor } from '../../support/trading-floor.ts';
import type { OrderJson } from '../../support/trader-client.ts';
import { until } from '../../support/until.ts';

const headers = { 'x-api-key': OPERATOR_KEY };

const WAIT = { waitSeconds: 5 };

let floor: TradingFloor;

beforeAll(async () => {
  floor = await openTradingFloor();
});

afterAll(() => floor.close());

async function operator(method: 'GET' | 'PUT' | 'POST', url: string, payload?: object) {
  const answer = await floor.platform.app.inject({
    method,
    url: `/api/v1${url}`,
    headers,
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

async function quarantined(symbol: string): Promise<Record<string, unknown> | undefined> {
  const { body } = await operator('GET', '/market/quarantine?status=open');
  return (body['items'] as Record<string, unknown>[]).find((item) => item['symbol'] === symbol);
}

const buying = (symbol: string) =>
  ({ symbol, side: 'buy', type: 'market', quantity: '1', time_in_force: 'ioc' }) as const;

describe('operators of the market', () => {
  it('see a jump that is kept out, accept it, and it is what orders are executed at', async () => {
    const symbol = floor.symbol();
    const trader = await floor.trader();
    floor.vendor.setPrice(symbol, '2000');
    const entry = await until('the jump in the quarantine', () => quarantined(symbol));
    expect(entry).toMatchObject({ reason: 'jump', price: '2000', last_good_price: '100', over_at: null });
    const before = await trader.placeOrder(buying(symbol), WAIT);
    expect(before.body).toMatchObject({ status: 'filled', average_fill_price: '100.00' } satisfies Partial<OrderJson>);

    const accept = `/market/quarantine/${symbol}/accept`;
    expect((await operator('POST', accept, { expected_price: '1900' })).status).toBe(422);
    expect(await operator('POST', accept, { expected_price: '2000' })).toMatchObject({
      status: 200,
      body: { symbol, price: '2000.00', source: 'operator' },
    });
    const { prices } = floor.platform.platform.foundation;
    await until('the accepted price', () => prices.price(symbol)?.priceMicros === 2_000_000_000n);
    const after = await trader.placeOrder(buying(symbol), WAIT);
    expect(after.body).toMatchObject({ status: 'filled', average_fill_price: '2000.00' } satisfies Partial<OrderJson>);
    expect(await quarantined(symbol)).toBeUndefined();
    // Quotes near it are believed from then on.
    await floor.price(symbol, '2010');
    expect(prices.price(symbol)).toMatchObject({ priceMicros: 2_010_000_000n });
  });

  it('halt an instrument, whose orders are refused and whose resting ones wait, and resume it', async () => {
    const symbol = floor.symbol();
    const trader = await floor.trader();
    const resting = { ...buying(symbol), type: 'limit', limit_price: '90', time_in_force: 'gtc' } as const;
    const rested = (await trader.placeOrder(resting, WAIT)).body!;
    expect(await operator('PUT', `/assets/${symbol}/status`, { status: 'halted' })).toMatchObject({ status: 200 });
    const refused = await trader.placeOrder(buying(symbol), WAIT);
    expect([refused.status, refused.problem]).toEqual([422, 'instrument-halted']);
    await floor.price(symbol, '85');
    expect((await trader.order(rested.id)).body).toMatchObject({ status: 'open' });
    await operator('PUT', `/assets/${symbol}/status`, { status: 'active' });
    await until('the resting order', async () => (await trader.order(rested.id)).body?.status === 'filled');
    const { body } = await operator('GET', '/market/changes?limit=2');
    expect(body['items']).toMatchObject([
      { symbol, change: 'resumed' },
      { symbol, change: 'halted' },
    ]);
  });

  it('see how the feed is', async () => {
    const status = await until('a report', async () => {
      const { body } = await operator('GET', '/market/status');
      return (body['feeds'] as object[]).length > 0 ? body : undefined;
    });
    expect(status).toMatchObject({
      ...{ instruments: 25, fresh: 25, stale: 0, missing: 0 },
      feeds: [{ state: 'reporting', source: 'stream', breaker: 'closed' }],
    });
  });
});
