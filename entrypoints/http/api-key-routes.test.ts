import { beforeEach, describe, expect, it } from 'vitest';
import type { TestTrader } from './testing/callers.ts';
import { operatorHeaders, registeredTrader } from './testing/callers.ts';
import type { MemoryHttpApp } from './testing/memory-http-app.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

interface MadeKey {
  readonly id: string;
  readonly key: string;
}

interface KeyPage {
  readonly items: readonly { readonly name: string }[];
  readonly next_cursor: string | null;
}

let memory: MemoryHttpApp;
let ada: TestTrader;
let bob: TestTrader;

beforeEach(async () => {
  memory = await createMemoryHttpApp();
  ada = await registeredTrader(memory.app, 'ada');
  bob = await registeredTrader(memory.app, 'bob');
});

const make = (payload: object, headers: Record<string, string> = ada.headers) =>
  memory.app.inject({ method: 'POST', url: '/api/v1/api-keys', payload, headers });
const list = (query = '', headers: Record<string, string> = ada.headers) =>
  memory.app.inject({ url: `/api/v1/api-keys${query}`, headers });
const revoke = (id: string, headers: Record<string, string> = ada.headers) =>
  memory.app.inject({ method: 'DELETE', url: `/api/v1/api-keys/${id}`, headers });
const profile = (key: string) => memory.app.inject({ url: '/api/v1/auth/profile', headers: { 'x-api-key': key } });

describe('an API key', () => {
  it('is shown once, and acts for its maker', async () => {
    const made = await make({ name: 'bot', scopes: ['orders:write'] });
    expect(made.statusCode).toBe(201);
    const { key, id, ...rest } = made.json<MadeKey>();
    expect(rest).toEqual({ name: 'bot', scopes: ['orders:write'], expires_at: null });
    expect((await profile(key)).json()).toMatchObject({ user_id: ada.userId });
    const listed = await list();
    expect(listed.body).not.toContain(key);
    expect(listed.json()).toMatchObject({
      items: [{ id, last_used_at: '2026-03-31T14:00:00.000Z' }],
      next_cursor: null,
    });
  });

  it('is useless from the moment it is revoked', async () => {
    const { key, id } = (await make({ name: 'bot', scopes: ['orders:write'] })).json<MadeKey>();
    expect((await profile(key)).statusCode).toBe(200);
    expect((await revoke(id)).statusCode).toBe(204);
    expect((await profile(key)).statusCode).toBe(401);
    expect((await revoke(id)).statusCode).toBe(404);
  });

  it('is made once by requests with one idempotency key, of which the later ones are told its id', async () => {
    const headers = { ...ada.headers, 'idempotency-key': 'my bot' };
    const form = { name: 'bot', scopes: ['orders:write'] };
    const made = await make(form, headers);
    expect(made.statusCode).toBe(201);
    const again = await make(form, headers);
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({
      type: 'urn:bourse:problem:api-key-made-before',
      api_key_id: made.json<MadeKey>().id,
    });
    expect((await list()).json<KeyPage>().items).toHaveLength(1);
    expect((await make(form, { ...bob.headers, 'idempotency-key': 'my bot' })).statusCode).toBe(201);
    expect((await make(form, { ...ada.headers, 'idempotency-key': 'another bot' })).statusCode).toBe(201);
    expect((await make(form, { ...ada.headers, 'idempotency-key': '' })).statusCode).toBe(400);
  });

  it('is seen and revoked by nobody else', async () => {
    const { id } = (await make({ name: 'bot', scopes: ['orders:write'] })).json<MadeKey>();
    expect((await revoke(id, bob.headers)).statusCode).toBe(404);
    expect((await revoke(id, operatorHeaders)).statusCode).toBe(404);
    expect((await list('', bob.headers)).json()).toEqual({ items: [], next_cursor: null });
  });

  it('makes other keys only with the scope for it, and never with more than it has', async () => {
    const plain = (await make({ name: 'plain', scopes: ['orders:write'] })).json<MadeKey>();
    const maker = (await make({ name: 'maker', scopes: ['api-keys:write', 'orders:read'] })).json<MadeKey>();
    const form = { name: 'child', scopes: ['orders:read'] };
    expect((await make(form, { 'x-api-key': plain.key })).statusCode).toBe(403);
    expect((await make(form, { 'x-api-key': maker.key })).statusCode).toBe(201);
    const greedy = await make({ name: 'child', scopes: ['orders:read', 'orders:write'] }, { 'x-api-key': maker.key });
    expect(greedy.json()).toMatchObject({ status: 400, errors: [{ pointer: '/scopes/1' }] });
  });

  it('is made by operators for source systems', async () => {
    const made = await make({ name: 'source', scopes: ['events:write', 'trades:write'] }, operatorHeaders);
    expect(made.statusCode).toBe(201);
    expect((await profile(made.json<MadeKey>().key)).json()).toMatchObject({ role: 'operator' });
  });

  it.each([
    [{ name: '', scopes: ['orders:read'] }, ['/name']],
    [
      { name: '  ', scopes: ['trades:write'], expires_at: '2026-03-31T14:00:00Z' },
      ['/name', '/scopes/0', '/expires_at'],
    ],
    [{ name: 'x'.repeat(65), scopes: [], expires_at: 'tomorrow' }, ['/name', '/scopes', '/expires_at']],
    [{ name: 'bot', scopes: ['orders:read', 'orders:read'] }, ['/scopes']],
    [{ name: 'bot', scopes: ['everything'] }, ['/scopes/0']],
    [{ name: 1, scopes: 'orders:read' }, ['/name', '/scopes']],
    [{}, ['/name', '/scopes']],
  ])('is not made from %j', async (payload, pointers) => {
    const response = await make(payload);
    expect(response.statusCode).toBe(400);
    const { errors } = response.json<{ errors: { pointer: string }[] }>();
    expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual(pointers.toSorted());
  });
});

describe('the list of API keys', () => {
  it('comes in pages that show each key once', async () => {
    for (let n = 0; n < 5; n += 1) await make({ name: `bot ${n.toString()}`, scopes: ['orders:read'] });
    const names: string[] = [];
    let query: string | null = '?limit=2';
    while (query !== null) {
      const page: KeyPage = (await list(query)).json();
      expect(page.items.length).toBeLessThanOrEqual(2);
      names.push(...page.items.map(({ name }) => name));
      query = page.next_cursor === null ? null : `?limit=2&cursor=${page.next_cursor}`;
    }
    expect(names).toEqual(['bot 0', 'bot 1', 'bot 2', 'bot 3', 'bot 4']);
  });

  it.each([
    '?limit=0',
    '?limit=501',
    '?limit=1e2',
    '?limit=',
    '?cursor=',
    '?cursor=x',
    '?cursor=WzFd',
    '?cursor=WyJub3QgYSB1dWlkIl0',
    '?page=2',
  ])('refuses %s', async (query) => {
    expect((await list(query)).statusCode).toBe(400);
  });
});
