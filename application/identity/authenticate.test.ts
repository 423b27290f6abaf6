import { describe, expect, it } from 'vitest';
import type { Principal } from '@bourse/core/identity/principal.ts';
import { scopesOf } from '@bourse/core/identity/scope.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { createAuthenticate } from './authenticate.ts';
import { fakeIdentity } from './identity-fakes.ts';

const NOW_MS = 1_775_000_000_000;
const OPERATOR_KEY = 'a key of at least 32 characters, surely';
const ADA: Principal = {
  kind: 'user',
  userId: 'ada',
  accountId: 'account',
  role: 'trader',
  scopes: scopesOf('trader'),
};

async function withKey(expiresAtMs: number | null = null) {
  const identity = fakeIdentity(NOW_MS, OPERATOR_KEY);
  const form = { name: 'bot', scopes: ['orders:read', 'orders:read'], expiresAtMs } as const;
  const created = await createApiKey(identity, ADA, form, null);
  if (!created.ok) throw new Error(created.refusal);
  if ('madeBefore' in created.value) throw new Error('it was made before');
  const authenticate = createAuthenticate(identity);
  const byKey = (key: string) => authenticate({ type: 'api-key', key });
  return { identity, authenticate, byKey, ...created.value };
}

describe('authenticating', () => {
  it('knows people by their access token', async () => {
    const { identity, authenticate } = await withKey();
    const { token } = await identity.accessTokens.issue(ADA);
    expect(await authenticate({ type: 'bearer', token })).toEqual(ADA);
    expect(await authenticate({ type: 'bearer', token: 'nonsense' })).toBeUndefined();
  });

  it('knows programs by their key, with the scopes of the key', async () => {
    const { byKey, key } = await withKey();
    expect(await byKey(key)).toEqual({ ...ADA, kind: 'api-key', scopes: ['orders:read'] });
    expect(await byKey(`${key.slice(0, -1)}?`)).toBeUndefined();
    expect(await byKey(key.replace(/.$/, 'x'))).toBeUndefined();
  });

  it('knows the bootstrap operator, with every scope of its role', async () => {
    const { byKey } = await withKey();
    expect(await byKey(OPERATOR_KEY)).toMatchObject({
      role: 'operator',
      accountId: null,
      scopes: scopesOf('operator'),
    });
  });

  it('knows no bootstrap operator where no key is configured', async () => {
    const authenticate = createAuthenticate(fakeIdentity(NOW_MS, null));
    expect(await authenticate({ type: 'api-key', key: OPERATOR_KEY })).toBeUndefined();
  });

  it('refuses a key from the moment it expires', async () => {
    const { byKey, key, identity } = await withKey(NOW_MS + 1_000);
    expect(await byKey(key)).toBeDefined();
    identity.clock.advance(1_000);
    expect(await byKey(key)).toBeUndefined();
  });

  it('refuses a key that was revoked', async () => {
    const { byKey, key, identity, apiKey } = await withKey();
    expect(await revokeApiKey(identity, { ...ADA, userId: 'bob' }, apiKey.id)).toMatchObject({ ok: false });
    expect(await byKey(key)).toBeDefined();
    expect(await revokeApiKey(identity, ADA, apiKey.id)).toMatchObject({ ok: true });
    expect(await byKey(key)).toBeUndefined();
  });

  it('notes the last use to the minute', async () => {
    const { byKey, key, identity } = await withKey();
    const lastUse = async () => (await listApiKeys(identity, ADA, { afterId: null, limit: 10 }))[0]?.lastUsedAtMs;
    expect(await lastUse()).toBeNull();
    await byKey(key);
    expect(await lastUse()).toBe(NOW_MS);
    identity.clock.advance(59_999);
    await byKey(key);
    expect(await lastUse()).toBe(NOW_MS);
    identity.clock.advance(1);
    await byKey(key);
    expect(await lastUse()).toBe(NOW_MS + 60_000);
  });
});

describe('making API keys', () => {
  it('stops at a hundred', async () => {
    const identity = fakeIdentity(NOW_MS);
    const form = { name: 'bot', scopes: ['orders:read'], expiresAtMs: null } as const;
    for (let made = 0; made < 100; made += 1) expect((await createApiKey(identity, ADA, form, null)).ok).toBe(true);
    expect(await createApiKey(identity, ADA, form, null)).toEqual({ ok: false, refusal: 'too-many-api-keys' });
  });

  it('keeps neither the key nor a scope twice', async () => {
    const { key, apiKey } = await withKey();
    expect(apiKey.scopes).toEqual(['orders:read']);
    expect(JSON.stringify(apiKey)).not.toContain(key);
  });
});
