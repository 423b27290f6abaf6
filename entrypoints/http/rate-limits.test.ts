import { describe, expect, it } from 'vitest';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import { createMemoryRateLimiter } from '@bourse/memory/memory-rate-limiter.ts';
import type { HttpLimits } from './rate-limits.ts';
import { operatorHeaders, registeredTrader, TEST_PASSWORD } from './testing/callers.ts';
import type { MemoryHttpApp } from './testing/memory-http-app.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.parse('2026-03-31T14:00:00Z');

const ATTEMPTS: HttpLimits['attempts'] = {
  userAtAddress: { max: 3, windowMs: MINUTE_MS },
  user: { max: 100, windowMs: MINUTE_MS },
  address: { max: 5, windowMs: MINUTE_MS },
  registrations: { max: 2, windowMs: MINUTE_MS },
};

async function limitedApp(limits: Partial<HttpLimits> = {}, trustedProxies = 0): Promise<MemoryHttpApp> {
  const limiter = createMemoryRateLimiter(createManualClock(START_MS));
  return createMemoryHttpApp({
    limits: { limiter, attempts: ATTEMPTS, perCaller: null, perAddress: null, ...limits },
    settings: { logEachRequest: false, trustedProxies },
  });
}

const logIn = (
  { app }: MemoryHttpApp,
  { url = '/api/v1/auth/login', username = 'ada', password = 'wrong', address = '192.0.2.1', headers = {} },
) => app.inject({ method: 'POST', url, headers, remoteAddress: address, payload: { username, password } });

describe('a limit for callers', () => {
  it('is told with each answer, and refuses beyond it', async () => {
    const memory = await limitedApp({ perCaller: { max: 2, windowMs: MINUTE_MS } });
    const { headers } = await registeredTrader(memory.app);
    const answers = [];
    for (let asked = 0; asked < 3; asked += 1) {
      answers.push(await memory.app.inject({ url: '/api/v1/auth/profile', headers }));
    }
    const told = answers.map(({ statusCode, headers: sent }) => [
      statusCode,
      sent['ratelimit-limit'],
      sent['ratelimit-remaining'],
      sent['ratelimit-reset'],
      sent['retry-after'],
    ]);
    expect(told).toEqual([
      [200, '2', '1', '30', undefined],
      [200, '2', '0', '60', undefined],
      [429, '2', '0', '60', '30'],
    ]);
    expect(answers[2]!.headers['content-type']).toBe('application/problem+json');
    expect(answers[2]!.json()).toMatchObject({ type: 'urn:bourse:problem:rate-limited', status: 429 });
    const other = await memory.app.inject({ url: '/api/v1/auth/profile', headers: operatorHeaders });
    expect(other.headers['ratelimit-remaining']).toBe('1');
  });

  it('is one for all keys and tokens of a user', async () => {
    const memory = await limitedApp({ perCaller: { max: 10, windowMs: MINUTE_MS } });
    const { headers } = await registeredTrader(memory.app);
    const payload = { name: 'bot', scopes: ['market:read'] };
    const made = await memory.app.inject({ method: 'POST', url: '/api/v1/api-keys', headers, payload });
    const { key } = made.json<{ key: string }>();
    const byKey = await memory.app.inject({ url: '/api/v1/auth/profile', headers: { 'x-api-key': key } });
    expect(byKey.headers['ratelimit-remaining']).toBe('8');
  });

  it('is not there unless it is set: nothing is counted, nothing told', async () => {
    const limiter = createMemoryRateLimiter(createManualClock(START_MS));
    let counted = 0;
    const counting = {
      ...limiter,
      take: (...given: Parameters<typeof limiter.take>) => ((counted += 1), limiter.take(...given)),
    };
    const memory = await limitedApp({ limiter: counting });
    const { headers } = await registeredTrader(memory.app);
    counted = 0;
    const answer = await memory.app.inject({ url: '/api/v1/auth/profile', headers });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('ratelimit'))).toEqual([]);
    expect(counted).toBe(0);
  });
});

describe('a limit for addresses', () => {
  it('counts whoever calls, before it is known, and leaves out what watches over the process', async () => {
    const { app } = await limitedApp({ perAddress: { max: 2, windowMs: MINUTE_MS } });
    const statusOf = async (url: string, remoteAddress: string) =>
      (await app.inject({ url, remoteAddress })).statusCode;
    expect(await statusOf('/api/v1/auth/profile', '2001:db8::1')).toBe(401);
    expect(await statusOf('/api/v1/auth/profile', '2001:db8::2')).toBe(401);
    expect(await statusOf('/.well-known/jwks.json', '2001:db8::3')).toBe(429);
    expect(await statusOf('/api/v1/health/ready', '2001:db8::3')).toBe(200);
    expect(await statusOf('/metrics', '2001:db8::3')).toBe(200);
    expect(await statusOf('/.well-known/jwks.json', '2001:db8:0:1::3')).toBe(200);
  });

  it('and one for callers tell which of them will be met first', async () => {
    const memory = await limitedApp({
      perCaller: { max: 9, windowMs: MINUTE_MS },
      perAddress: { max: 4, windowMs: MINUTE_MS },
    });
    const { app } = memory;
    const first = await app.inject({ url: '/api/v1/auth/profile', headers: operatorHeaders });
    expect([first.headers['ratelimit-limit'], first.headers['ratelimit-remaining']]).toEqual(['4', '3']);
  });

  it('goes by what the trusted proxy says, and by nothing that the caller says', async () => {
    const { app } = await limitedApp({ perAddress: { max: 1, windowMs: MINUTE_MS } }, 1);
    const statusOf = async (forwarded: string) =>
      (await app.inject({ url: '/.well-known/jwks.json', headers: { 'x-forwarded-for': forwarded } })).statusCode;
    expect(await statusOf('198.51.100.1, 192.0.2.1')).toBe(200);
    expect(await statusOf('198.51.100.2, 192.0.2.1')).toBe(429);
    expect(await statusOf('198.51.100.2, 192.0.2.2')).toBe(200);
  });
});

describe('log-ins', () => {
  it.each(['/api/v1/auth/login', '/api/v1/auth/session'])('at %s are refused after too many failures', async (url) => {
    const memory = await limitedApp();
    await registeredTrader(memory.app);
    for (let failed = 0; failed < 3; failed += 1) expect((await logIn(memory, { url })).statusCode).toBe(401);
    const refused = await logIn(memory, { url, password: TEST_PASSWORD });
    expect(refused.json()).toMatchObject({ status: 429, type: 'urn:bourse:problem:too-many-attempts' });
    expect(refused.headers).toMatchObject({
      'retry-after': '20',
      'ratelimit-limit': '3',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '60',
    });
    expect((await logIn(memory, { url, password: TEST_PASSWORD, address: '192.0.2.2' })).statusCode).toBe(200);
  });

  it('are throttled alike for users who exist and users who do not', async () => {
    const memory = await limitedApp();
    await registeredTrader(memory.app);
    const seen = async (username: string, address: string) => {
      const answers = [];
      for (let tried = 0; tried < 5; tried += 1) {
        const { statusCode, headers } = await logIn(memory, { username, address });
        answers.push([statusCode, headers['retry-after'], headers['ratelimit-remaining']]);
      }
      return answers;
    };
    expect(await seen('ada', '192.0.2.1')).toEqual(await seen('nobody', '192.0.2.2'));
  });

  it('are not throttled while they succeed', async () => {
    const memory = await limitedApp();
    await registeredTrader(memory.app);
    for (let time = 0; time < 20; time += 1) {
      expect((await logIn(memory, { password: TEST_PASSWORD })).statusCode).toBe(200);
    }
  });
});

describe('refreshes and registrations', () => {
  it('are refused after too many failures of one address', async () => {
    const { app } = await limitedApp();
    const refresh = () => app.inject({ method: 'POST', url: '/api/v1/auth/refresh', payload: { refresh_token: 'x' } });
    const headers = { cookie: 'bourse_session=nonsense' };
    const renew = () => app.inject({ method: 'POST', url: '/api/v1/auth/session/refresh', headers });
    for (let failed = 0; failed < 5; failed += 1) {
      expect((await (failed % 2 === 0 ? refresh() : renew())).statusCode).toBe(401);
    }
    expect((await refresh()).statusCode).toBe(429);
    const refused = await renew();
    expect(refused.statusCode).toBe(429);
    // The cookie may be good all the same.
    expect(refused.cookies).toEqual([]);
  });

  it('without a cookie are what every visitor does first, and count as nothing', async () => {
    const { app } = await limitedApp();
    for (let time = 0; time < 10; time += 1) {
      const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/session/refresh' });
      expect(answer.statusCode).toBe(401);
    }
  });

  it('are refused when one address registers too many', async () => {
    const { app } = await limitedApp();
    const register = (username: string) => {
      const payload = { username, email: `${username}@example.com`, password: TEST_PASSWORD };
      return app.inject({ method: 'POST', url: '/api/v1/auth/register', payload });
    };
    const statuses = [];
    for (const username of ['ada', 'ada', 'bob']) statuses.push((await register(username)).statusCode);
    expect(statuses).toEqual([201, 409, 429]);
  });
});
