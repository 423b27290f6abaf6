import { createPublicKey, verify } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TestTrader } from './testing/callers.ts';
import { operatorHeaders, registeredTrader, TEST_PASSWORD } from './testing/callers.ts';
import type { MemoryHttpApp } from './testing/memory-http-app.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

interface Session {
  readonly access_token: string;
}

const jsonOf = (base64: string): unknown => JSON.parse(Buffer.from(base64, 'base64url').toString());

let memory: MemoryHttpApp;
let app: FastifyInstance;
let ada: TestTrader;

beforeEach(async () => {
  memory = await createMemoryHttpApp();
  app = memory.app;
  ada = await registeredTrader(app, 'Ada');
});

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers });

describe('registering', () => {
  it('answers who was registered, without the password', async () => {
    const response = await post('/auth/register', {
      username: 'Bob',
      email: 'bob@example.com',
      password: TEST_PASSWORD,
    });
    expect(response.statusCode).toBe(201);
    const { user_id: userId, account_id: accountId, ...rest } = response.json<Record<string, string>>();
    expect(rest).toEqual({ username: 'Bob' });
    expect(userId).not.toBe(accountId);
  });

  it('names every fault', async () => {
    const response = await post('/auth/register', { username: '1', email: 'bob', password: 'short' });
    expect(response.statusCode).toBe(400);
    expect(response.json<{ errors: { pointer: string }[] }>().errors.map(({ pointer }) => pointer)).toEqual([
      '/username',
      '/username',
      '/email',
      '/password',
    ]);
  });

  it.each([
    [{ username: 'ADA', email: 'other@example.com' }, 'username-taken'],
    [{ username: 'other', email: 'ada@EXAMPLE.com' }, 'email-taken'],
  ])('refuses %j: %s', async (names, code) => {
    const response = await post('/auth/register', { ...names, password: TEST_PASSWORD });
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({ type: `urn:bourse:problem:${code}` });
  });
});

describe('a log-in', () => {
  it('has the shape of the design, and its token can be verified with the published keys', async () => {
    const session = (await post('/auth/login', { username: 'ada', password: TEST_PASSWORD })).json<Session>();
    expect(session).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
    const [header = '', claims = '', signature = ''] = session.access_token.split('.');
    const { keys } = (await app.inject('/.well-known/jwks.json')).json<{ keys: { kid: string }[] }>();
    const { kid } = jsonOf(header) as { kid: string };
    const key = createPublicKey({ key: keys.find((one) => one.kid === kid)!, format: 'jwk' });
    expect(verify(null, Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(jsonOf(claims)).toMatchObject({ sub: ada.userId, account_id: ada.accountId, role: 'trader' });
  });

  it('is refused alike for unknown users and wrong passwords', async () => {
    const wrong = await post('/auth/login', { username: 'ada', password: 'something else' });
    const unknown = await post('/auth/login', { username: 'nobody', password: TEST_PASSWORD });
    for (const response of [wrong, unknown]) {
      expect(response.json()).toMatchObject({ status: 401, type: 'urn:bourse:problem:wrong-credentials' });
    }
    expect(wrong.json<{ detail: string }>().detail).toBe(unknown.json<{ detail: string }>().detail);
  });

  it('is never possible for the bootstrap operator', async () => {
    const response = await post('/auth/login', { username: 'bootstrap-operator', password: 'null' });
    expect(response.statusCode).toBe(401);
  });

  it('goes on with refresh tokens that work once', async () => {
    const first = await post('/auth/refresh', { refresh_token: ada.refreshToken });
    expect(first.statusCode).toBe(200);
    const { access_token: access, refresh_token: next } = first.json<Record<string, string>>();
    expect(
      (await app.inject({ url: '/api/v1/auth/profile', headers: { authorization: `Bearer ${access!}` } })).statusCode,
    ).toBe(200);
    expect((await post('/auth/refresh', { refresh_token: ada.refreshToken })).statusCode).toBe(401);
    expect((await post('/auth/refresh', { refresh_token: next })).statusCode).toBe(401);
  });

  it('ends with a log-out, which can be repeated', async () => {
    for (let time = 0; time < 2; time += 1) {
      const response = await post('/auth/logout', { refresh_token: ada.refreshToken });
      expect([response.statusCode, response.body]).toEqual([204, '']);
    }
    expect((await post('/auth/refresh', { refresh_token: ada.refreshToken })).statusCode).toBe(401);
  });
});

describe('a profile', () => {
  it('shows traders and operators who they are', async () => {
    const trader = await app.inject({ url: '/api/v1/auth/profile', headers: ada.headers });
    expect(trader.json()).toEqual({
      user_id: ada.userId,
      account_id: ada.accountId,
      username: 'Ada',
      email: 'Ada@example.com',
      role: 'trader',
      created_at: '2026-03-31T14:00:00.000Z',
    });
    const operator = await app.inject({ url: '/api/v1/auth/profile', headers: operatorHeaders });
    expect(operator.json()).toMatchObject({ username: 'bootstrap-operator', account_id: null, role: 'operator' });
  });
});
