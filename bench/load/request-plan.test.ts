import { expect, it } from 'vitest';
import type { OrderPlan } from './load-job.ts';
import { orderTerms, requestsOf } from './request-plan.ts';

const PLAN: OrderPlan = {
  kind: 'orders',
  run: 'run',
  host: 'localhost',
  tokens: ['a', 'b', 'c', 'd'],
  symbols: ['AAPL', 'MSFT', 'NVDA', 'AMZN', 'META'],
  waitSeconds: 0,
  side: 'alternate',
  maxQuantity: 3,
};

it('sells nothing that was not bought by the turn before, and nothing that the first purchases do not cover', () => {
  const bought = new Set<string>();
  for (let n = 0; n < PLAN.tokens.length * 3; n += 1) {
    const { account, symbol } = orderTerms({ ...PLAN, side: 'buy' }, n);
    bought.add(`${account} ${symbol}`);
  }
  const held = new Map<string, number>();
  for (let n = 0; n < 1_000; n += 1) {
    const { account, symbol, side, quantity } = orderTerms(PLAN, n);
    const key = `${account} ${symbol}`;
    expect(bought).toContain(key);
    held.set(key, (held.get(key) ?? 0) + (side === 'buy' ? quantity : -quantity));
    expect(held.get(key)).toBeGreaterThanOrEqual(0);
  }
});

it('writes requests whose length is right and whose client order ids are their numbers', () => {
  const request = requestsOf({ ...PLAN, waitSeconds: 5 })(6);
  const [head = '', body = ''] = request.split('\r\n\r\n');
  expect(head).toMatch(/^POST \/api\/v1\/orders HTTP\/1\.1\r\n/);
  expect(head).toContain('authorization: Bearer c');
  expect(head).toContain('prefer: wait=5');
  expect(head).toContain(`content-length: ${body.length}`);
  expect(JSON.parse(body)).toMatchObject({ client_order_id: 'run-6', side: 'sell', type: 'market' });
});
