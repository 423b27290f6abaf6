import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, it } from 'vitest';
import { COOKIE_REST_MS, REFRESH_LIFETIME_MS } from '@bourse/application/identity/sessions.ts';
import type { TestTrader } from './testing/callers.ts';
import { registeredTrader, TEST_PASSWORD } from './testing/callers.ts';
import type { MemoryHttpApp } from './testing/memory-http-app.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

const SESSION = '/api/v1/auth/session';
const REFRESH = '/api/v1/auth/session/refresh';

let memory: MemoryHttpApp;
let app: FastifyInstance;
let ada: TestTrader;

beforeEach(async () => {
  memory = await createMemoryHttpApp();
  app = memory.app;
  ada = await registeredTrader(app, 'Ada');
});

type Headers = Readonly<Record<string, string>>;

const logIn = (headers: Headers = {}, password = TEST_PASSWORD) =>
  app.inject({ method: 'POST', url: SESSION, headers, payload: { username: 'ada', password } });

const send = (method: 'POST' | 'DELETE', url: string, headers: Headers) => app.inject({ method, url, headers });

/** What a browser that got an answer sends from then on. */
function cookieOf({ cookies }: Awaited<ReturnType<typeof logIn>>): { readonly cookie: string } {
  const [cookie] = cookies;
  if (cookies.length !== 1 || cookie === undefined) throw new Error('there is not one cookie');
  return { cookie: `theme=dark; ${cookie.name}=${cookie.value}; last=1` };
}

describe('the log-in of a browser', () => {
  it('answers an access token and who it is, and puts the refresh token where no script can read it', async () => {
    const response = await logIn();
    expect(response.statusCode).toBe(200);
    const { access_token: token, ...rest } = response.json<{ access_token: string }>();
    expect(rest).toEqual({
      token_type: 'Bearer',
      expires_in: 900,
      user: { id: ada.userId, username: 'Ada', role: 'trader', account_id: ada.accountId },
    });
    const [{ value } = { value: '' }] = response.cookies;
    expect(value).toMatch(/^[0-9a-f-]{36}\.[\w-]{43}$/);
    expect(response.cookies).toEqual([
      {
        name: 'bourse_session',
        value,
        path: '/api/v1/auth',
        httpOnly: true,
        sameSite: 'Strict',
        maxAge: REFRESH_LIFETIME_MS / 1_000,
      },
    ]);
    expect(response.body).not.toContain(value);
    const profile = await app.inject({
      url: '/api/v1/auth/profile',
      headers: { authorization: `Bearer ${token}`, ...cookieOf(response) },
    });
    expect(profile.json()).toMatchObject({ user_id: ada.userId });
  });

  it('opens nothing but its own routes by the cookie', async () => {
    const cookie = cookieOf(await logIn());
    expect((await app.inject({ url: '/api/v1/auth/profile', headers: cookie })).statusCode).toBe(401);
    expect((await app.inject({ url: '/api/v1/account', headers: cookie })).statusCode).toBe(401);
  });

  it('is refused with wrong credentials, and leaves no cookie', async () => {
    const response = await logIn({}, 'something else');
    expect(response.json()).toMatchObject({ status: 401, type: 'urn:bourse:problem:wrong-credentials' });
    expect(response.cookies).toEqual([]);
  });

  it('ends the log-in that the browser had before', async () => {
    const before = cookieOf(await logIn());
    const after = cookieOf(await logIn(before));
    expect((await send('POST', REFRESH, before)).statusCode).toBe(401);
    expect((await send('POST', REFRESH, after)).statusCode).toBe(200);
  });

  it('has a cookie for TLS only where a trusted proxy says that the browser speaks it', async () => {
    const overTls = { 'x-forwarded-proto': 'https' };
    expect((await logIn(overTls)).cookies[0]).not.toHaveProperty('secure');
    const settings = { logEachRequest: false, trustedProxies: 1 };
    const behindProxy = await createMemoryHttpApp({ settings, identity: memory.dependencies.identity });
    app = behindProxy.app;
    const response = await logIn(overTls);
    expect(response.cookies[0]).toMatchObject({ name: '__Secure-bourse_session', secure: true });
    const cookie = cookieOf(response);
    expect((await send('POST', REFRESH, cookie)).statusCode).toBe(401);
    expect((await send('POST', REFRESH, { ...cookie, ...overTls })).statusCode).toBe(200);
  });
});

describe('the refresh of a browser', () => {
  it('gives what a log-in gives, with another cookie once the first has rested', async () => {
    const first = await logIn();
    const soon = await send('POST', REFRESH, cookieOf(first));
    expect(soon.cookies[0]!.value).toBe(first.cookies[0]!.value);
    memory.clock.advance(COOKIE_REST_MS);
    const later = await send('POST', REFRESH, cookieOf(soon));
    expect(later.json()).toMatchObject({ token_type: 'Bearer', expires_in: 900, user: { username: 'Ada' } });
    expect(later.cookies[0]!.value).not.toBe(first.cookies[0]!.value);
    expect(later.cookies[0]).toMatchObject({ path: '/api/v1/auth', httpOnly: true, sameSite: 'Strict' });
  });

  it('leaves tabs that refresh at the same moment with the same cookie', async () => {
    const cookie = cookieOf(await logIn());
    memory.clock.advance(COOKIE_REST_MS);
    const answers = await Promise.all(Array.from({ length: 10 }, () => send('POST', REFRESH, cookie)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 10 }, () => 200));
    const [newest, ...others] = new Set(answers.map(({ cookies }) => cookies[0]?.value));
    expect(others).toEqual([]);
    expect(cookie.cookie).not.toContain(newest);
  });

  it('can be repeated when its answer was lost', async () => {
    const cookie = cookieOf(await logIn());
    memory.clock.advance(COOKIE_REST_MS);
    await send('POST', REFRESH, cookie);
    memory.clock.advance(COOKIE_REST_MS - 1);
    const repeated = await send('POST', REFRESH, cookie);
    expect(repeated.statusCode).toBe(200);
    memory.clock.advance(COOKIE_REST_MS);
    expect((await send('POST', REFRESH, cookieOf(repeated))).statusCode).toBe(200);
  });

  it('ends the log-in when a cookie comes back that was exchanged long ago, for all who have one of it', async () => {
    const stolen = cookieOf(await logIn());
    memory.clock.advance(COOKIE_REST_MS);
    const newest = cookieOf(await send('POST', REFRESH, stolen));
    memory.clock.advance(COOKIE_REST_MS);
    const refused = await send('POST', REFRESH, stolen);
    expect(refused.json()).toMatchObject({ status: 401, type: 'urn:bourse:problem:invalid-session' });
    expect(refused.cookies).toMatchObject([{ name: 'bourse_session', value: '', maxAge: 0, path: '/api/v1/auth' }]);
    expect((await send('POST', REFRESH, newest)).statusCode).toBe(401);
  });

  it.each<Headers>([{}, { cookie: '' }, { cookie: 'bourse_session' }, { cookie: 'bourse_session=x; =; ;;' }])(
    'is refused with %j, and the cookie is cleared',
    async (headers) => {
      const refused = await send('POST', REFRESH, headers);
      expect(refused.json()).toMatchObject({ status: 401, type: 'urn:bourse:problem:invalid-session' });
      expect(refused.cookies).toMatchObject([{ value: '', maxAge: 0 }]);
    },
  );

  it('is refused after 30 days without use', async () => {
    const cookie = cookieOf(await logIn());
    memory.clock.advance(REFRESH_LIFETIME_MS);
    expect((await send('POST', REFRESH, cookie)).statusCode).toBe(401);
  });
});

describe('the log-out of a browser', () => {
  it('ends the log-in and clears the cookie, also a second time', async () => {
    const cookie = cookieOf(await logIn());
    for (const headers of [cookie, cookie, {}]) {
      const response = await send('DELETE', SESSION, headers);
      expect([response.statusCode, response.body]).toEqual([204, '']);
      expect(response.cookies).toMatchObject([{ value: '', maxAge: 0 }]);
    }
    expect((await send('POST', REFRESH, cookie)).statusCode).toBe(401);
  });
});

describe('a page of somebody else', () => {
  const FOREIGN: readonly Headers[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://bourse.example' },
    { origin: 'http://evil.example' },
    { origin: 'http://bourse.example.evil.example' },
    { origin: 'http://bourse.example:81' },
    { origin: 'null' },
    { origin: '' },
  ];

  it.each(FOREIGN)('with %j cannot log in, refresh or log out', async (headers) => {
    const cookie = cookieOf(await logIn());
    const foreign = { host: 'bourse.example', ...cookie, ...headers };
    for (const response of [
      await logIn(foreign),
      await send('POST', REFRESH, foreign),
      await send('DELETE', SESSION, foreign),
    ]) {
      expect(response.json()).toMatchObject({ status: 403, type: 'urn:bourse:problem:cross-site-request' });
      expect(response.cookies).toEqual([]);
    }
    expect((await send('POST', REFRESH, cookie)).statusCode).toBe(200);
  });

  it.each<Headers>([
    { 'sec-fetch-site': 'same-origin', origin: 'https://bourse.example' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://bourse.example' },
    { origin: 'https://bourse.example', host: 'bourse.example:443' },
    { origin: 'http://bourse.example:8000', host: 'bourse.example:8000' },
    {},
  ])('is not what sends %j', async (headers) => {
    const cookie = cookieOf(await logIn());
    const own = { host: 'bourse.example', ...cookie, ...headers };
    expect((await send('POST', REFRESH, own)).statusCode).toBe(200);
  });
});
