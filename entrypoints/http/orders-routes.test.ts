import { beforeEach, describe, expect, it } from 'vitest';
import type { TestTrader } from './testing/callers.ts';
import { registeredTrader } from './testing/callers.ts';
import type { MemoryHttpApp } from './testing/memory-http-app.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

let memory: MemoryHttpApp;
let ada: TestTrader;

beforeEach(async () => {
  memory = await createMemoryHttpApp();
  ada = await registeredTrader(memory.app, 'Ada');
});

/** Where an order is refused. */
async function faultsOf(order: unknown): Promise<readonly string[]> {
  const headers = { ...ada.headers, 'content-type': 'application/json' };
  const request = { method: 'POST' as const, url: '/api/v1/orders', headers, payload: JSON.stringify(order) };
  const response = await memory.app.inject(request);
  expect(response.statusCode).toBe(400);
  return response.json<{ errors: { pointer: string }[] }>().errors.map(({ pointer }) => pointer);
}

const MARKET = { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '1', time_in_force: 'day' };

describe('an order that is refused', () => {
  it('is told everything in which its fields do not fit together', async () => {
    const order = { ...MARKET, type: 'stop', quantity: '0.0001', limit_price: '1', time_in_force: 'fok' };
    expect(await faultsOf(order)).toEqual(['/quantity', '/limit_price', '/stop_price', '/time_in_force']);
  });

  it('is told that also beside a field that is wrong by itself', async () => {
    const order = { ...MARKET, symbol: 'aapl', type: 'limit', quantity: '0.0001' };
    expect(await faultsOf(order)).toEqual(['/symbol', '/quantity', '/limit_price']);
  });

  it('is told one fault for each field', async () => {
    expect(await faultsOf({ ...MARKET, quantity: '-1', limit_price: 1 })).toEqual(['/quantity', '/limit_price']);
  });

  it.each([null, [], 'order', { type: 7, quantity: {}, limit_price: [] }])(
    'is told what can be told: %j',
    async (order) => {
      expect(await faultsOf(order)).not.toEqual([]);
    },
  );
});
