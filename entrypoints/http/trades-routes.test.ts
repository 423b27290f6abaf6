import type { LightMyRequestResponse } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { operatorHeaders, registeredTrader } from './testing/callers.ts';
import type { MemoryHttpApp } from './testing/memory-http-app.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

const TODAY = '2026-03-31';
const TRADE = { trade_id: 'T1', version: 1, counterparty_id: 'CP-1', book_id: 'B1', maturity_date: TODAY };

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0).toReversed()) await part.close();
});

describe('handing in a trade', () => {
  it('is answered with a request that is pending until the trade is decided, and then succeeds', async () => {
    const test = await start();
    const accepted = await post(test, TRADE);
    expect(accepted.statusCode).toBe(202);
    const answer = accepted.json<{ request_id: string }>();
    expect(answer).toEqual({ request_id: answer.request_id, trade_id: 'T1', version: 1, status: 'accepted' });
    const { location } = accepted.headers;
    expect(location).toBe(`/api/v1/requests/${answer.request_id}`);
    const pending = {
      request_id: answer.request_id,
      status: 'PENDING',
      trade_id: 'T1',
      version: 1,
      failure_reason: null,
    };
    expect((await get(test, location!)).json()).toMatchObject(pending);
    decide(test);
    const decided = await decidedRequest(test, answer.request_id);
    expect(decided).toMatchObject({ ...pending, status: 'SUCCESS', created_at: '2026-03-31T14:00:00.000Z' });
    const stored = { ...TRADE, created_date: TODAY, expired: false };
    expect((await get(test, '/api/v1/trades/T1')).json()).toMatchObject({ items: [stored], next_cursor: null });
  });

  it('names every fault at once, in the words of a bulk upload', async () => {
    const test = await start();
    const bad = {
      trade_id: 'x'.repeat(21),
      version: 1.5,
      book_id: '',
      maturity_date: '31/03/2026',
      created_date: 7,
      surplus: 1,
    };
    const single = await post(test, bad);
    expect(single.statusCode).toBe(400);
    const { errors } = single.json<{ errors: { pointer: string }[] }>();
    expect(errors.map(({ pointer }) => pointer)).toEqual([
      '/trade_id',
      '/version',
      '/counterparty_id',
      '/book_id',
      '/maturity_date',
      '/created_date',
      '/surplus',
    ]);
    const bulk = await test.app.inject({
      method: 'POST',
      url: '/api/v1/trades/bulk',
      headers: operatorHeaders,
      payload: [bad],
    });
    expect(bulk.json()).toEqual({ items: [{ line: 1, errors }], accepted: 0, rejected: 1 });
  });

  it.each([[null], ['T1'], [7], [[TRADE]]])('refuses the body %j', async (body) => {
    const test = await start();
    const response = await test.app.inject({
      method: 'POST',
      url: '/api/v1/trades',
      headers: { ...operatorHeaders, 'content-type': 'application/json' },
      payload: JSON.stringify(body),
    });
    expect(response.statusCode).toBe(400);
  });

  it('is refused at once when it matured yesterday, unless it is history', async () => {
    const test = await start();
    const matured = { ...TRADE, maturity_date: '2026-03-30' };
    const refused = await post(test, matured);
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({ type: 'urn:bourse:problem:maturity-passed' });
    expect((await post(test, matured, {}, '?history=true')).statusCode).toBe(202);
    expect((await post(test, matured, {}, '?history=yes')).statusCode).toBe(400);
  });

  it('takes history from operators only', async () => {
    const test = await start();
    const { headers } = await registeredTrader(test.app);
    for (const [url, payload] of [
      ['/api/v1/trades?history=true', TRADE],
      ['/api/v1/trades/bulk?history=true', [TRADE]],
    ] as const) {
      expect((await test.app.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(403);
      expect((await test.app.inject({ method: 'POST', url, payload })).statusCode).toBe(401);
    }
    decide(test);
    expect((await get(test, '/api/v1/trades')).json()).toMatchObject({ items: [] });
  });

  it('with a key that was used before has the first request, or is refused for another trade', async () => {
    const test = await start();
    decide(test);
    const key = { 'idempotency-key': 'a key' };
    const first = (await post(test, TRADE, key)).json<{ request_id: string }>();
    await decidedRequest(test, first.request_id);
    expect((await post(test, TRADE, key)).json()).toEqual(first);
    const other = await post(test, { ...TRADE, book_id: 'B2' }, key);
    expect(other.statusCode).toBe(409);
    expect(other.json()).toMatchObject({ type: 'urn:bourse:problem:idempotency-key-reused' });
    expect((await post(test, TRADE, { 'idempotency-key': ' ' })).statusCode).toBe(400);
  });
});

describe('a request', () => {
  it('exists for nobody but its sender', async () => {
    const test = await start();
    const { request_id: id } = (await post(test, TRADE)).json<{ request_id: string }>();
    const trader = await registeredTrader(test.app);
    const response = await test.app.inject({ url: `/api/v1/requests/${id}`, headers: trader.headers });
    expect(response.statusCode).toBe(403);
  });

  it.each(['x', 'A'.repeat(22), '..', '%F0%9F%98%80'])('that never was is not found: %s', async (id) => {
    const test = await start();
    expect((await get(test, `/api/v1/requests/${id}`)).statusCode).toBe(404);
    expect((await get(test, `/api/v1/requests?ids=${id},,${id}`)).json()).toEqual({ items: [] });
  });

  it('can be asked for with two hundred others, and no more', async () => {
    const test = await start();
    const { request_id: id } = (await post(test, TRADE)).json<{ request_id: string }>();
    const ids = (count: number): string => Array.from({ length: count }, () => id).join(',');
    const response = await get(test, `/api/v1/requests?ids=${ids(200)}`);
    expect(response.json<{ items: object[] }>().items).toHaveLength(200);
    expect((await get(test, `/api/v1/requests?ids=${ids(201)}`)).statusCode).toBe(400);
    expect((await get(test, '/api/v1/requests')).statusCode).toBe(400);
  });
});

describe('a list of trades', () => {
  it.each([
    ['a cursor of another list', `cursor=${cursor(['T1'])}`],
    ['a version that is too high', `cursor=${cursor([TODAY, 'T1', '99999999999'])}`],
    ['a version that is none', `cursor=${cursor([TODAY, 'T1', '-1'])}`],
    ['a day that is none', `cursor=${cursor(['2026-02-30', 'T1', '1'])}`],
    ['a range that is empty', 'maturity_from=2026-04-01&maturity_to=2026-03-31'],
    ['a date that is none', 'maturity_from=2026-04-31'],
    ['a word that is none', 'expired=maybe'],
    ['a name without end', `book_id=${'x'.repeat(51)}`],
  ])('refuses %s', async (_name, query) => {
    const test = await start();
    expect((await get(test, `/api/v1/trades?${query}`)).statusCode).toBe(400);
  });

  it('has no versions of a trade that there is not', async () => {
    const test = await start();
    const response = await get(test, '/api/v1/trades/T9');
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ type: 'urn:bourse:problem:unknown-trade' });
    expect((await get(test, `/api/v1/trades/T9?cursor=${cursor(['99999999999'])}`)).statusCode).toBe(400);
  });
});

async function start(): Promise<MemoryHttpApp> {
  const test = await createMemoryHttpApp();
  open.push({ close: () => test.app.close() });
  return test;
}

function decide(test: MemoryHttpApp): void {
  const consumer = test.trades.decide();
  open.push({ close: () => consumer.stop() });
}

async function decidedRequest(test: MemoryHttpApp, id: string): Promise<unknown> {
  for (;;) {
    const answer = (await get(test, `/api/v1/requests/${id}`)).json<{ status: string }>();
    if (answer.status !== 'PENDING') return answer;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function post(
  { app }: MemoryHttpApp,
  payload: object,
  headers: Readonly<Record<string, string>> = {},
  query = '',
): Promise<LightMyRequestResponse> {
  return app.inject({
    method: 'POST',
    url: `/api/v1/trades${query}`,
    headers: { ...operatorHeaders, ...headers },
    payload,
  });
}

async function get({ app }: MemoryHttpApp, url: string): Promise<LightMyRequestResponse> {
  return app.inject({ url, headers: operatorHeaders });
}

function cursor(keys: readonly string[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}
