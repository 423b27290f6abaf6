import type { InjectOptions } from 'fastify';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { text } from './schemas/format-schema.ts';
import { Shape } from './schemas/shape-schema.ts';
import { operatorHeaders, registeredTrader } from './testing/callers.ts';
import type { MemoryHttpApp } from './testing/memory-http-app.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

interface Fault {
  readonly pointer: string;
  readonly message: string;
}

async function faultsOf({ app }: MemoryHttpApp, request: InjectOptions): Promise<readonly Fault[]> {
  const response = await app.inject({ method: 'POST', ...request });
  expect(response.statusCode).toBe(400);
  const { type, errors } = response.json<{ type: string; errors: readonly Fault[] }>();
  expect(type).toBe('urn:bourse:problem:invalid-request');
  return errors;
}

const places = (faults: readonly Fault[]): readonly string[] => faults.map(({ pointer }) => pointer);

describe('a request with faults in several of its parts', () => {
  it('is told all of them: of its path, its query, its headers and its body', async () => {
    const memory = await createMemoryHttpApp({}, (http) => {
      const schema = {
        params: Shape({ id: text('uuid') }),
        querystring: Shape({ day: text('date') }),
        headers: Type.Object({ 'idempotency-key': text('idempotency-key') }),
        body: Shape({ price: text('decimal') }),
      };
      http.post('/things/:id', { config: { access: 'public' }, schema }, async () => ({ done: true }));
    });
    const headers = { 'idempotency-key': ' ' };
    const wrong = { url: '/things/7?day=today&night=1', headers, payload: { price: 1, surplus: 2 } };
    expect(places(await faultsOf(memory, wrong))).toEqual([
      '/path/id',
      '/query/night',
      '/query/day',
      '/header/idempotency-key',
      '/surplus',
      '/price',
    ]);
    expect(places(await faultsOf(memory, { ...wrong, url: '/things/7?day=%00' }))).toEqual([
      '/query/day',
      '/path/id',
      '/header/idempotency-key',
      '/surplus',
      '/price',
    ]);
  });

  it('is told of 200 at most, over all parts', async () => {
    const memory = await createMemoryHttpApp({}, (http) => {
      const schema = { querystring: Shape({}), body: Shape({}) };
      http.post('/things', { config: { access: 'public' }, schema }, async () => ({ done: true }));
    });
    const names = Array.from({ length: 150 }, (_, index) => `field_${index}`);
    const payload = Object.fromEntries(names.map((name) => [name, 1]));
    const faults = await faultsOf(memory, { url: `/things?${names.map((name) => `${name}=1`).join('&')}`, payload });
    expect(faults).toHaveLength(200);
  });

  it('hears of its trade what it would hear without the others', async () => {
    const memory = await createMemoryHttpApp();
    const url = '/api/v1/trades';
    const payload = { trade_id: ' T1', version: 0, counterparty_id: 'CP-1', maturity_date: '2026-03-31', surplus: 1 };
    const ofTrade = await faultsOf(memory, { url, headers: operatorHeaders, payload });
    expect(places(ofTrade)).toEqual(['/trade_id', '/version', '/book_id', '/surplus']);
    const headers = { ...operatorHeaders, 'idempotency-key': ' ' };
    const all = await faultsOf(memory, { url: `${url}?history=yes`, headers, payload });
    expect(places(all)).toEqual(['/query/history', '/header/idempotency-key', ...places(ofTrade)]);
    expect(all.slice(2)).toEqual(ofTrade);
  });

  it('hears in what the fields of its order do not fit together', async () => {
    const memory = await createMemoryHttpApp();
    const trader = await registeredTrader(memory.app);
    const headers = { ...trader.headers, 'idempotency-key': ' ' };
    const payload = { symbol: 'aapl', side: 'buy', type: 'limit', quantity: '0.0001', time_in_force: 'day' };
    const faults = await faultsOf(memory, { url: '/api/v1/orders?wait=5', headers, payload });
    expect(places(faults)).toEqual(['/query/wait', '/header/idempotency-key', '/symbol', '/quantity', '/limit_price']);
  });
});
