import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeTick, MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import type { KnownRoute } from '@bourse/entrypoints/http/not-found.ts';
import { storeQuotes } from '../support/quotes.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { OPERATOR_KEY, startTestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';
import type { Caller } from './http/callers.ts';
import { registered } from './http/callers.ts';

const TRADERS = 64;
const PRICE = '10.00';

/** A trader and what belongs to it. */
interface Owner extends Caller {
  readonly username: string;
  readonly deposit: string;
  /** What it holds, and nobody else does. */
  readonly symbol: string;
  readonly quantity: string;
  readonly filledOrderId: string;
  /** Of an order that rests, and may be cancelled. */
  readonly orderId: string;
  readonly apiKeyId: string;
  readonly sessionId: string;
}

let test: TestPlatform;
let owners: readonly Owner[];

beforeAll(async () => {
  test = await startTestPlatform();
  await listInstruments(Array.from({ length: TRADERS }, (_, index) => symbolOf(index)));
  owners = await Promise.all(Array.from({ length: TRADERS }, (_, index) => ownerWithObjects(index)));
}, 120_000);

afterAll(() => test.stop());

const symbolOf = (index: number): string => `OWN${index.toString().padStart(2, '0')}X`;

/** Makes the running platform know instruments at one price. */
async function listInstruments(symbols: readonly string[]): Promise<void> {
  const { storage, prices, clock } = test.platform.foundation;
  await storeQuotes(storage.database, Object.fromEntries(symbols.map((symbol) => [symbol, PRICE])));
  const tick = { priceMicros: 10_000_000n, source: 'test', asOfMs: clock.now() };
  await storage.log.append(
    MARKET_DATA_TOPIC,
    symbols.map((symbol) => encodeTick({ ...tick, symbol })),
  );
  await until('prices', () => symbols.every((symbol) => prices.price(symbol) !== undefined));
  await until('instruments', () => prices.instruments().length >= symbols.length);
}

async function ownerWithObjects(index: number): Promise<Owner> {
  const username = `trader-${index.toString()}-of-64`;
  const caller = await registered(test.app, username);
  const { headers } = caller;
  const [deposit, quantity, symbol] = [`${(1_000 + index).toString()}.00`, (index + 1).toString(), symbolOf(index)];
  const post = async (url: string, payload: object, more = {}) => {
    const response = await test.app.inject({ method: 'POST', url, headers: { ...headers, ...more }, payload });
    expect(response.statusCode, response.body).toBeLessThan(300);
    return response.json<{ id: string; status: string }>();
  };
  await post('/api/v1/account/deposits', { amount: deposit });
  const order = { symbol, side: 'buy', quantity, time_in_force: 'gtc' };
  const market = { ...order, type: 'market', client_order_id: 'same' };
  const filled = await post('/api/v1/orders', market, { prefer: 'wait=30' });
  expect(filled).toMatchObject({ status: 'filled' });
  const limit = { ...order, type: 'limit', limit_price: '1.00', client_order_id: 'same-too' };
  const { id: orderId } = await post('/api/v1/orders', limit);
  const { id: apiKeyId } = await post('/api/v1/api-keys', { name: 'key', scopes: ['orders:read'] });
  const sessions = await test.app.inject({ url: '/api/v1/auth/sessions', headers });
  const [session] = sessions.json<{ items: { id: string }[] }>().items;
  const objects = { filledOrderId: filled.id, orderId, apiKeyId, sessionId: session!.id };
  return { ...caller, ...objects, username, deposit, symbol, quantity };
}

/** Routes that name an object of a trader, and what they name it by. */
const NAMES: Readonly<Record<string, (owner: Owner) => string>> = {
  'GET /api/v1/orders/:id': ({ orderId }) => orderId,
  'DELETE /api/v1/orders/:id': ({ orderId }) => orderId,
  'DELETE /api/v1/api-keys/:id': ({ apiKeyId }) => apiKeyId,
  'DELETE /api/v1/auth/sessions/:id': ({ sessionId }) => sessionId,
  'GET /api/v1/positions/:symbol': ({ symbol }) => symbol,
};

/** Routes that name what belongs to nobody. */
const OF_THE_MARKET = ['GET /api/v1/assets/:symbol', 'GET /api/v1/assets/:symbol/candles'];

const nameOf = ({ method, url }: KnownRoute): string => `${method} ${url}`;

/** The routes that traders may call, and not everybody. */
function routesOfTraders(): readonly KnownRoute[] {
  return test.app.knownRoutes.filter(
    ({ method, access }) => method !== 'HEAD' && access !== 'public' && access.roles.includes('trader'),
  );
}

async function statusOf(method: string, url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return (await test.app.inject({ method: method === 'DELETE' ? 'DELETE' : 'GET', url, headers })).statusCode;
}

describe('64 traders', () => {
  it('have orders of their own, though all gave them the same client order id', () => {
    expect(new Set(owners.map(({ orderId }) => orderId)).size).toBe(TRADERS);
    expect(new Set(owners.map(({ accountId }) => accountId)).size).toBe(TRADERS);
  });

  it('are tried here on every route that names something of theirs', () => {
    const naming = routesOfTraders().filter(({ url }) => url.includes(':'));
    expect(naming.map(nameOf).toSorted()).toEqual([...Object.keys(NAMES), ...OF_THE_MARKET].toSorted());
  });

  it('see their own orders, and those of the others as if there were none', async () => {
    for (const caller of owners) {
      const statuses = await Promise.all(
        owners.map(({ orderId }) => statusOf('GET', `/api/v1/orders/${orderId}`, caller.headers)),
      );
      expect(statuses).toEqual(owners.map((owner) => (owner === caller ? 200 : 404)));
    }
  });

  it.each(Object.entries(NAMES))('meet 404 at %s for what belongs to another', async (route, named) => {
    const [method = '', url = ''] = route.split(' ');
    for (const [index, caller] of owners.entries()) {
      const victim = owners[(index + 1) % TRADERS]!;
      const pathOf = (owner: Owner): string => url.replace(/:\w+/, named(owner));
      expect(await statusOf(method, pathOf(victim), caller.headers)).toBe(404);
      if (method === 'GET') expect(await statusOf(method, pathOf(caller), caller.headers)).toBe(200);
    }
  });

  it('see in every list, and in their account, what is theirs', async () => {
    for (const owner of owners) {
      const { headers, accountId, deposit, symbol, quantity } = owner;
      const read = async (url: string) => (await test.app.inject({ url: `/api/v1/${url}`, headers })).json<unknown>();
      const cash = `${(Number(deposit) - Number(quantity) * Number(PRICE)).toString()}.00`;
      expect(await read('account')).toMatchObject({ account_id: accountId, cash, held: `${quantity}.00` });
      expect(await read('orders')).toMatchObject({
        items: [
          { id: owner.orderId, status: 'open' },
          { id: owner.filledOrderId, status: 'filled' },
        ],
        next_cursor: null,
      });
      expect(await read('api-keys')).toMatchObject({ items: [{ id: owner.apiKeyId }], next_cursor: null });
      expect(await read('auth/sessions')).toMatchObject({ items: [{ id: owner.sessionId }] });
      expect(await read('positions')).toMatchObject({ items: [{ symbol, quantity }], next_cursor: null });
      expect(await read('account/transactions')).toMatchObject({
        items: [{ kind: 'hold' }, { kind: 'fill', reference: owner.filledOrderId }, { kind: 'deposit' }],
        next_cursor: null,
      });
      const { items } = (await read('account/history?points=2')) as { items: { equity: string }[] };
      expect(items.at(-1)).toMatchObject({ equity: deposit });
    }
  });

  it('read at no route of theirs anything that names another', async () => {
    const routes = routesOfTraders().filter(
      ({ method, url }) => method === 'GET' && !url.includes(':') && !url.startsWith('/api/v1/assets'),
    );
    expect(routes.length).toBeGreaterThan(7);
    for (const [index, caller] of owners.entries()) {
      const others = owners.filter((owner) => owner !== caller).flatMap(marksOf);
      for (const { url } of routes) {
        const { statusCode, body } = await test.app.inject({ url, headers: caller.headers });
        expect(statusCode, url).toBe(200);
        expect(
          others.filter((mark) => body.includes(mark)),
          `${url} as trader ${index.toString()}`,
        ).toEqual([]);
      }
    }
  });
});

/** Texts that stand for one trader and nobody else. */
function marksOf(owner: Owner): readonly string[] {
  const { userId, accountId, username, symbol, filledOrderId, orderId, apiKeyId, sessionId } = owner;
  return [userId, accountId, username, symbol, filledOrderId, orderId, apiKeyId, sessionId];
}

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
