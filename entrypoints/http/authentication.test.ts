import { beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { Requirement } from '@bourse/core/identity/access.ts';
import { principalOf, traderOf } from './authentication.ts';
import type { TestTrader } from './testing/callers.ts';
import { operatorHeaders, registeredTrader } from './testing/callers.ts';
import type { MemoryHttpApp } from './testing/memory-http-app.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

const ROUTES: Readonly<Record<string, Requirement>> = {
  '/traders': { roles: ['trader'], scopes: ['orders:read'] },
  '/operators': { roles: ['operator'], scopes: [] },
  '/people': { roles: ['trader', 'operator'] },
};

let memory: MemoryHttpApp;
let ada: TestTrader;

beforeEach(async () => {
  memory = await createMemoryHttpApp({}, (app) => {
    for (const [url, access] of Object.entries(ROUTES)) {
      app.get(url, { config: { access } }, async (request) => principalOf(request));
    }
    app.get('/account', { config: { access: { roles: ['trader'] } } }, async (request) => traderOf(request));
  });
  ada = await registeredTrader(memory.app);
});

async function statusOf(url: string, headers: Record<string, string>): Promise<number> {
  return (await memory.app.inject({ url, headers })).statusCode;
}

async function keyOf(scopes: readonly string[], expiresAt: string | null = null): Promise<Record<string, string>> {
  const payload = { name: 'bot', scopes, expires_at: expiresAt };
  const made = await memory.app.inject({ method: 'POST', url: '/api/v1/api-keys', headers: ada.headers, payload });
  return { 'x-api-key': made.json<{ key: string }>().key };
}

describe('a guarded route', () => {
  it.each([
    {},
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer two words' },
    { authorization: 'Basic YWRhOnNlY3JldA==' },
    { 'x-api-key': '' },
    { 'x-api-key': 'x'.repeat(600) },
  ])('asks for credentials when it gets %j', async (headers: Record<string, string>) => {
    const response = await memory.app.inject({ url: '/traders', headers });
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer realm="bourse"');
    expect(response.json()).toMatchObject({ type: 'urn:bourse:problem:authentication-required' });
  });

  it.each([
    { authorization: 'Bearer abc.def.ghi' },
    { 'x-api-key': 'nonsense' },
    { 'x-api-key': `bourse_${'a'.repeat(43)}` },
  ])('refuses %j as worth nothing', async (headers: Record<string, string>) => {
    const response = await memory.app.inject({ url: '/traders', headers });
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer realm="bourse", error="invalid_token"');
  });

  it('does not choose between two credentials', async () => {
    expect(await statusOf('/traders', { ...ada.headers, ...operatorHeaders })).toBe(401);
  });

  it('knows a trader with its account', async () => {
    const response = await memory.app.inject({ url: '/account', headers: ada.headers });
    expect(response.json()).toMatchObject({ userId: ada.userId, accountId: ada.accountId, role: 'trader' });
  });

  it('takes the name of the scheme in any case', async () => {
    expect(await statusOf('/traders', { authorization: ada.headers.authorization.replace('Bearer', 'bearer') })).toBe(
      200,
    );
  });

  it('lets in the roles it names, and tells others that they are the wrong one', async () => {
    expect(await statusOf('/traders', ada.headers)).toBe(200);
    expect(await statusOf('/traders', operatorHeaders)).toBe(403);
    expect(await statusOf('/operators', ada.headers)).toBe(403);
    expect(await statusOf('/operators', operatorHeaders)).toBe(200);
  });

  it('lets in API keys with the scopes it names, and none where it names none', async () => {
    expect(await statusOf('/traders', await keyOf(['orders:read', 'orders:write']))).toBe(200);
    expect(await statusOf('/traders', await keyOf(['orders:write']))).toBe(403);
    expect(await statusOf('/people', await keyOf(['orders:read']))).toBe(403);
    expect(await statusOf('/people', ada.headers)).toBe(200);
  });

  it('refuses what has expired', async () => {
    const key = await keyOf(['orders:read'], '2026-03-31T14:10:00Z');
    memory.clock.advance(599_999);
    expect([await statusOf('/traders', key), await statusOf('/traders', ada.headers)]).toEqual([200, 200]);
    memory.clock.advance(1);
    expect([await statusOf('/traders', key), await statusOf('/traders', ada.headers)]).toEqual([401, 200]);
    memory.clock.advance(300_000);
    expect(await statusOf('/traders', ada.headers)).toBe(401);
  });

  it('answers 503 when it cannot find out who calls', async () => {
    const { identity } = memory.dependencies;
    const apiKeys = { ...identity.apiKeys, findByDigest: () => Promise.reject(new Fault('unavailable', 'gone')) };
    const broken = await createMemoryHttpApp({ identity: { ...identity, apiKeys } }, (app) => {
      app.get('/any', { config: { access: { roles: ['trader'], scopes: [] } } }, async () => 'hello');
    });
    const response = await broken.app.inject({ url: '/any', headers: { 'x-api-key': `bourse_${'a'.repeat(43)}` } });
    expect(response.statusCode).toBe(503);
  });
});
