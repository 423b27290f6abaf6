import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TestTrader } from './testing/callers.ts';
import { operatorHeaders, registeredTrader, TEST_PASSWORD } from './testing/callers.ts';
import type { MemoryHttpApp } from './testing/memory-http-app.ts';
import { createMemoryHttpApp, SESSION_LIFETIME_MS } from './testing/memory-http-app.ts';

const NEW_PASSWORD = 'a much better one';

let memory: MemoryHttpApp;
let app: FastifyInstance;
let ada: TestTrader;

beforeEach(async () => {
  memory = await createMemoryHttpApp();
  app = memory.app;
  ada = await registeredTrader(app, 'Ada');
});

interface OwnSessions {
  readonly items: readonly { readonly id: string; readonly user_agent: string | null; readonly current: boolean }[];
}

/** Logs a browser in; answers what it sends from then on. */
async function browser(userAgent: string): Promise<{ readonly cookie: string; readonly authorization: string }> {
  const response = await app.inject({
    method: 'POST',
    url: '/api/v1/auth/session',
    headers: { 'user-agent': userAgent },
    payload: { username: 'ada', password: TEST_PASSWORD },
  });
  const { access_token: token } = response.json<{ access_token: string }>();
  const cookie = response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return { cookie, authorization: `Bearer ${token}` };
}

const sessionsOf = async (headers: Readonly<Record<string, string>>) =>
  (await app.inject({ url: '/api/v1/auth/sessions', headers })).json<OwnSessions>().items;

const renew = async ({ cookie }: { readonly cookie: string }): Promise<number> =>
  (await app.inject({ method: 'POST', url: '/api/v1/auth/session/refresh', headers: { cookie } })).statusCode;

const change = (headers: Readonly<Record<string, string>>, current: string, next = NEW_PASSWORD) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/auth/password',
    headers,
    payload: { current_password: current, new_password: next },
  });

const logIn = async (password: string): Promise<number> =>
  (await app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: { username: 'ada', password } })).statusCode;

describe('the log-ins of a user', () => {
  it('are told with when they began and end, by what, and which is this one', async () => {
    const desk = await browser('Desk/1.0');
    await browser('Phone/2.0');
    const items = await sessionsOf(desk);
    expect(items.map(({ user_agent: agent, current }) => [agent, current])).toEqual([
      ['Phone/2.0', false],
      ['Desk/1.0', true],
      ['lightMyRequest', false],
    ]);
    const nowMs = memory.clock.now();
    const at = (ms: number): string => new Date(ms).toISOString();
    expect(items[1]).toMatchObject({ began_at: at(nowMs), last_used_at: at(nowMs) });
    expect(JSON.stringify(items)).not.toContain(desk.cookie.split('.')[1]);
  });

  it('are those of nobody else', async () => {
    const [own] = await sessionsOf(ada.headers);
    const eve = await registeredTrader(app, 'Eve');
    const url = `/api/v1/auth/sessions/${own!.id}`;
    expect((await app.inject({ method: 'DELETE', url, headers: eve.headers })).statusCode).toBe(404);
    expect(await sessionsOf(ada.headers)).toHaveLength(1);
    expect((await app.inject({ method: 'DELETE', url, headers: ada.headers })).statusCode).toBe(204);
    expect(await sessionsOf(ada.headers)).toEqual([]);
  });

  it('end one by one, or all but this one', async () => {
    const [desk, phone, lost] = [await browser('Desk'), await browser('Phone'), await browser('Lost')];
    const found = (await sessionsOf(desk)).find(({ user_agent: agent }) => agent === 'Lost');
    const url = `/api/v1/auth/sessions/${found?.id ?? ''}`;
    expect((await app.inject({ method: 'DELETE', url, headers: desk })).statusCode).toBe(204);
    expect(await renew(lost)).toBe(401);
    expect(await renew(phone)).toBe(200);
    expect((await app.inject({ method: 'DELETE', url: '/api/v1/auth/sessions', headers: desk })).statusCode).toBe(204);
    expect([await renew(phone), await renew(desk)]).toEqual([401, 200]);
  });

  it('end at their longest time although they are used every day', async () => {
    const desk = await browser('Desk');
    const daysMs = 86_400_000;
    for (let ms = 0; ms < SESSION_LIFETIME_MS - daysMs; ms += daysMs) {
      memory.clock.advance(daysMs);
      const response = await app.inject({
        method: 'POST',
        url: '/api/v1/auth/session/refresh',
        headers: { cookie: desk.cookie },
      });
      expect(response.statusCode).toBe(200);
      Object.assign(desk, { cookie: response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ') });
    }
    memory.clock.advance(daysMs);
    expect(await renew(desk)).toBe(401);
  });
});

describe('a change of the password', () => {
  it('ends every log-in but this one, and the old password', async () => {
    const [desk, phone] = [await browser('Desk'), await browser('Phone')];
    expect((await change(desk, TEST_PASSWORD)).statusCode).toBe(204);
    expect([await renew(phone), await renew(desk)]).toEqual([401, 200]);
    expect([await logIn(TEST_PASSWORD), await logIn(NEW_PASSWORD)]).toEqual([401, 200]);
  });

  it('needs the current password, and changes nothing without it', async () => {
    const desk = await browser('Desk');
    const refused = await change(desk, 'something else');
    expect(refused.statusCode).toBe(403);
    expect(refused.json()).toMatchObject({ type: 'urn:bourse:problem:wrong-password' });
    expect(await logIn(TEST_PASSWORD)).toBe(200);
  });

  it('names every fault of the new one', async () => {
    const refused = await change(ada.headers, TEST_PASSWORD, 'ada');
    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toMatchObject({
      errors: [
        { pointer: '/new_password', message: 'must have 8 to 128 characters' },
        { pointer: '/new_password', message: 'must not be your user name or your address' },
      ],
    });
  });

  it('is for people: no API key may do it', async () => {
    expect((await change(operatorHeaders, 'whatever')).statusCode).toBe(403);
  });
});
