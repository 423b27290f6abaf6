import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { answered, createApi } from '@bourse/client/api.ts';
import { uploadTrades } from '@bourse/client/bulk-upload.ts';
import { NoAnswer } from '@bourse/client/no-answer.ts';
import { ApiProblem } from '@bourse/client/problem.ts';
import type { StreamSite } from '../stream/stream-site.ts';
import { openStreamSite } from '../stream/stream-site.ts';
import { API_TYPES_FILE, apiTypes } from './api-types.ts';

const ORDER = { symbol: 'ACME', side: 'buy', type: 'market', quantity: '1', time_in_force: 'day' } as const;
const retries = { maxTries: 4, backoff: { firstMs: 1, mostMs: 2 } };

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function site(): Promise<StreamSite> {
  const opened = await openStreamSite();
  closing.push(() => opened.close());
  return opened;
}

/** A server that answers as the test says, and notes what it was sent. */
async function server(answers: readonly ((request: IncomingMessage, response: ServerResponse) => void)[]) {
  const keys: (string | undefined)[] = [];
  const http = createServer((request, response) => {
    keys.push(request.headers['idempotency-key'] as string | undefined);
    answers[Math.min(keys.length, answers.length) - 1]!(request, response);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  closing.push(async () => {
    http.closeAllConnections();
    http.close();
    await once(http, 'close');
  });
  const address = http.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return { url: `http://127.0.0.1:${address.port}`, keys };
}

const cut = (request: IncomingMessage): void => void request.socket.destroy();
const overloaded = (_request: IncomingMessage, response: ServerResponse): void =>
  void response.writeHead(503, { 'retry-after': '0' }).end();
const good = (_request: IncomingMessage, response: ServerResponse): void =>
  void response.writeHead(202, { 'content-type': 'application/json' }).end('{"id":"1"}');

describe('the types of the client', () => {
  it('are those of the API and the stream as they are; if not, run "npm run generate:client"', async () => {
    const written = readFileSync(API_TYPES_FILE, 'utf8');
    expect(written === (await apiTypes())).toBe(true);
  });
});

describe('a call', () => {
  it('sends the token of the moment and answers the document', async () => {
    const { url, trader } = await site();
    const { token, principal } = await trader();
    const api = createApi({ url, credential: { type: 'token', token: () => token } });
    const account = await answered(api.GET('/api/v1/account'));
    expect(account.account_id).toBe(principal.accountId);
    const order = await answered(api.POST('/api/v1/orders', { body: ORDER }));
    expect(order.status).toBe('accepted');
    const found = await answered(api.GET('/api/v1/orders/{id}', { params: { path: { id: order.id } } }));
    expect(found.id).toBe(order.id);
  });

  it('sends an API key', async () => {
    const { url } = await site();
    const { OPERATOR_KEY } = await import('@bourse/entrypoints/http/testing/memory-http-app.ts');
    const api = createApi({ url, credential: { type: 'api-key', key: OPERATOR_KEY } });
    expect(await answered(api.GET('/api/v1/auth/profile'))).toMatchObject({ role: 'operator' });
  });

  it('throws a refusal with its code and every fault', async () => {
    const { url, trader } = await site();
    const { token } = await trader();
    const api = createApi({ url, credential: { type: 'token', token: async () => token } });
    const refused = await api
      .POST('/api/v1/orders', { body: { ...ORDER, quantity: '0' } })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiProblem);
    expect(refused).toMatchObject({
      status: 400,
      code: 'invalid-request',
      errors: [{ pointer: '/quantity' }],
      correlationId: expect.any(String) as string,
    });
    await expect(createApi({ url }).GET('/api/v1/account')).rejects.toMatchObject({ code: 'authentication-required' });
  });
});

describe('a write', () => {
  it('is sent again under the same key until it is answered', async () => {
    const { url, keys } = await server([cut, overloaded, good]);
    await createApi({ url, retries }).POST('/api/v1/orders', { body: ORDER });
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    await createApi({ url, retries }).POST('/api/v1/orders', { body: ORDER });
    expect(keys[3]).not.toBe(keys[0]);
  });

  it('is sent under the key that the caller gave', async () => {
    const { url, keys } = await server([overloaded, good]);
    const header = { 'idempotency-key': 'mine' };
    await createApi({ url, retries }).POST('/api/v1/orders', { body: ORDER, params: { header } });
    expect(keys).toEqual(['mine', 'mine']);
  });

  it('is given up after so many tries, with what was answered last', async () => {
    const { url, keys } = await server([overloaded]);
    const given = createApi({ url, retries }).POST('/api/v1/orders', { body: ORDER });
    await expect(given).rejects.toMatchObject({ status: 503, code: 'http-503' });
    expect(keys).toHaveLength(4);
  });

  it('is sent once where the API takes no key', async () => {
    const { url, keys } = await server([cut, good]);
    const body = { username: 'ada', password: 'correct horse battery staple' };
    await expect(createApi({ url, retries }).POST('/api/v1/auth/login', { body })).rejects.toThrow();
    expect(keys).toEqual([undefined]);
  });
});

describe('a read', () => {
  it('is sent again when the connection was cut', async () => {
    const { url, keys } = await server([cut, cut, good]);
    await createApi({ url, retries }).GET('/api/v1/health');
    expect(keys).toHaveLength(3);
  });

  it('is sent again when its answer broke off', async () => {
    const { url, keys } = await server([
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"id', () => response.destroy());
      },
      good,
    ]);
    expect(await answered(createApi({ url, retries }).GET('/api/v1/health'))).toEqual({ id: '1' });
    expect(keys).toHaveLength(2);
  });

  it('that is never answered says so', async () => {
    const { url, keys } = await server([cut]);
    await expect(createApi({ url, retries }).GET('/api/v1/health')).rejects.toBeInstanceOf(NoAnswer);
    expect(keys).toHaveLength(4);
  });

  it('is not sent again when its caller has given it up', async () => {
    const { url, keys } = await server([overloaded]);
    const giveUp = new AbortController();
    const reading = createApi({ url, retries: { maxTries: 50, backoff: { firstMs: 60_000, mostMs: 60_000 } } });
    const given = reading.GET('/api/v1/health', { signal: giveUp.signal });
    setImmediate(() => giveUp.abort(new Error('enough')));
    await expect(given).rejects.toThrow('enough');
    expect(keys.length).toBeLessThan(2);
  });
});

describe('an upload of trades', () => {
  const TRADE = { trade_id: 'T1', version: 1, counterparty_id: 'CP', book_id: 'B', maturity_date: '2099-01-01' };
  const answers = { 'content-type': 'application/x-ndjson' };

  it('tells an answer while the next one is still to come', async () => {
    let more: (() => void) | undefined;
    const { url } = await server([
      (_request, response) => {
        response.writeHead(202, answers).write('{"line":1,"request_id":"a"}\n');
        more = () => response.end('{"line":2,"reason":"version-superseded"}\n{"accepted":1,"rejected":1}\n');
      },
    ]);
    const told = uploadTrades(createApi({ url }), [TRADE, TRADE]);
    expect((await told.next()).value).toEqual({ line: 1, request_id: 'a' });
    more?.();
    expect((await told.next()).value).toEqual({ line: 2, reason: 'version-superseded' });
    expect((await told.next()).done).toBe(true);
  });

  it('that breaks off is no answer, and is not sent again', async () => {
    const { url, keys } = await server([
      (_request, response) => {
        response.writeHead(202, answers).end('{"line":1,"request_id":"a"}\n');
      },
    ]);
    const told = uploadTrades(createApi({ url, retries }), [TRADE, TRADE]);
    await told.next();
    await expect(told.next()).rejects.toBeInstanceOf(NoAnswer);
    expect(keys).toHaveLength(1);
  });

  it('lets go of the connection when nobody wants the rest', async () => {
    let gone: Promise<unknown> | undefined;
    const { url } = await server([
      (_request, response) => {
        gone = once(response, 'close');
        response.writeHead(202, answers).write('{"line":1,"request_id":"a"}\n');
      },
    ]);
    for await (const answer of uploadTrades(createApi({ url }), [TRADE])) {
      expect(answer.line).toBe(1);
      break;
    }
    await gone;
  });
});
