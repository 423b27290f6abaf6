import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPlatform } from '../support/test-platform.ts';
import { OPERATOR_KEY, startTestPlatform } from '../support/test-platform.ts';
import type { Caller } from './http/callers.ts';
import { registered } from './http/callers.ts';

const TRADERS = 64;

/** A trader and what belongs to it. */
interface Owner extends Caller {
  readonly deposit: string;
  readonly orderId: string;
  readonly apiKeyId: string;
}

let test: TestPlatform;
let owners: readonly Owner[];

beforeAll(async () => {
  test = await startTestPlatform();
  owners = await Promise.all(Array.from({ length: TRADERS }, (_, index) => ownerWithObjects(index)));
}, 120_000);

afterAll(() => test.stop());

async function ownerWithObjects(index: number): Promise<Owner> {
  const caller = await registered(test.app, `trader-${index.toString()}`);
  const deposit = `${(1_000 + index).toString()}.00`;
  const post = async (url: string, payload: object) => {
    const response = await test.app.inject({ method: 'POST', url, headers: caller.headers, payload });
    expect(response.statusCode, response.body).toBeLessThan(300);
    return response.json<{ id: string }>();
  };
  await post('/api/v1/account/deposits', { amount: deposit });
  const order = {
    symbol: 'NONE',
    side: 'buy',
    type: 'market',
    quantity: '1',
    time_in_force: 'day',
    client_order_id: 'same',
  };
  const { id: orderId } = await post('/api/v1/orders', order);
  const { id: apiKeyId } = await post('/api/v1/api-keys', { name: 'key', scopes: ['orders:read'] });
  return { ...caller, deposit, orderId, apiKeyId };
}

async function statusOf(
  method: 'GET' | 'DELETE',
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  return (await test.app.inject({ method, url, headers })).statusCode;
}

describe('64 traders', () => {
  it('have orders of their own, though all gave them the same client order id', () => {
    expect(new Set(owners.map(({ orderId }) => orderId)).size).toBe(TRADERS);
    expect(new Set(owners.map(({ accountId }) => accountId)).size).toBe(TRADERS);
  });

  it('see their own orders, and those of the others as if there were none', async () => {
    for (const caller of owners) {
      const statuses = await Promise.all(
        owners.map(({ orderId }) => statusOf('GET', `/api/v1/orders/${orderId}`, caller.headers)),
      );
      expect(statuses).toEqual(owners.map((owner) => (owner === caller ? 200 : 404)));
    }
  });

  it('neither cancel orders nor revoke keys of others', async () => {
    for (const [index, caller] of owners.entries()) {
      const victim = owners[(index + 1) % TRADERS]!;
      expect(await statusOf('DELETE', `/api/v1/orders/${victim.orderId}`, caller.headers)).toBe(404);
      expect(await statusOf('DELETE', `/api/v1/api-keys/${victim.apiKeyId}`, caller.headers)).toBe(404);
    }
  });

  it('see in every list, and in their account, what is theirs', async () => {
    for (const { headers, accountId, deposit, orderId, apiKeyId } of owners) {
      const read = async (url: string) => (await test.app.inject({ url: `/api/v1/${url}`, headers })).json<unknown>();
      expect(await read('account')).toMatchObject({ account_id: accountId, cash: deposit });
      expect(await read('orders')).toMatchObject({ items: [{ id: orderId }], next_cursor: null });
      expect(await read('api-keys')).toMatchObject({ items: [{ id: apiKeyId }], next_cursor: null });
      expect(await read('positions')).toEqual({ items: [], next_cursor: null });
      expect(await read('account/transactions')).toMatchObject({ items: [{ kind: 'deposit' }], next_cursor: null });
    }
  });
});

describe('an operator', () => {
  const headers = { 'x-api-key': OPERATOR_KEY };

  it('sees no trader, and no trader sees what is for operators', async () => {
    const { orderId, headers: traderHeaders } = owners[0]!;
    for (const url of ['account', 'orders', `orders/${orderId}`, 'positions', 'account/transactions']) {
      expect(await statusOf('GET', `/api/v1/${url}`, headers), url).toBe(403);
    }
    expect(await statusOf('GET', '/api/v1/audit', traderHeaders)).toBe(403);
    expect(await statusOf('GET', '/api/v1/audit', headers)).toBe(200);
  });

  it('does not revoke keys of traders', async () => {
    expect(await statusOf('DELETE', `/api/v1/api-keys/${owners[0]!.apiKeyId}`, headers)).toBe(404);
  });
});
