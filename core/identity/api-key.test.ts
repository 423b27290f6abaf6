import { describe, expect, it } from 'vitest';
import type { ApiKey } from './api-key.ts';
import { apiKeyFaults, formatApiKey, isApiKeyFormat, principalOf } from './api-key.ts';
import type { Principal } from './principal.ts';

const NOW_MS = 1_000_000;
const MAKER: Principal = {
  kind: 'api-key',
  userId: 'u',
  accountId: 'a',
  role: 'trader',
  scopes: ['orders:read', 'api-keys:write'],
};
const KEY: ApiKey = {
  id: 'k',
  name: 'bot',
  owner: { userId: 'u', accountId: 'a', role: 'trader' },
  scopes: ['orders:read'],
  createdAtMs: 0,
  expiresAtMs: NOW_MS,
  lastUsedAtMs: null,
};

describe('a form for an API key', () => {
  it('is fine with scopes its maker has and an expiry in the future', () => {
    expect(apiKeyFaults({ name: 'bot', scopes: ['orders:read'], expiresAtMs: NOW_MS + 1 }, MAKER, NOW_MS)).toEqual([]);
    expect(apiKeyFaults({ name: 'bot', scopes: ['orders:read'], expiresAtMs: null }, MAKER, NOW_MS)).toEqual([]);
  });

  it('never gets more than its maker has, and all faults are told', () => {
    const form = { name: ' ', scopes: ['orders:read', 'orders:write', 'trades:write'] as const, expiresAtMs: NOW_MS };
    expect(apiKeyFaults(form, MAKER, NOW_MS)).toEqual([
      { field: 'name', reason: 'name-blank' },
      { field: 'scopes', index: 1, reason: 'scope-not-held' },
      { field: 'scopes', index: 2, reason: 'scope-not-held' },
      { field: 'expiresAt', reason: 'expiry-not-in-future' },
    ]);
  });

  it('of a key that expires does not outlast it', () => {
    const maker: Principal = { ...MAKER, expiresAtMs: NOW_MS + 10 };
    const faultsOf = (expiresAtMs: number | null) =>
      apiKeyFaults({ name: 'bot', scopes: ['orders:read'], expiresAtMs }, maker, NOW_MS);
    expect(faultsOf(NOW_MS + 10)).toEqual([]);
    for (const later of [NOW_MS + 11, null]) {
      expect(faultsOf(later)).toEqual([{ field: 'expiresAt', reason: 'expiry-after-own' }]);
    }
  });

  it('of a person outlasts the token with which it is made', () => {
    const maker: Principal = { ...MAKER, kind: 'user', expiresAtMs: NOW_MS + 10 };
    expect(apiKeyFaults({ name: 'bot', scopes: ['orders:read'], expiresAtMs: null }, maker, NOW_MS)).toEqual([]);
  });
});

describe('an API key', () => {
  it('acts for its owner with its own scopes until it expires', () => {
    const { userId, accountId, role } = MAKER;
    const principal = { kind: 'api-key', userId, accountId, role, scopes: ['orders:read'] };
    expect(principalOf(KEY, NOW_MS - 1)).toEqual({ ...principal, expiresAtMs: NOW_MS });
    expect(principalOf({ ...KEY, expiresAtMs: null }, NOW_MS)).toEqual(principal);
    expect(principalOf(KEY, NOW_MS)).toBeNull();
    expect(principalOf({ ...KEY, expiresAtMs: null }, Number.MAX_SAFE_INTEGER)).not.toBeNull();
  });

  it('is told from anything else by its form', () => {
    const key = formatApiKey('A_-9'.repeat(11).slice(0, 43));
    expect(key).toMatch(/^bourse_/);
    expect(isApiKeyFormat(key)).toBe(true);
    for (const other of ['', 'bourse_', key.slice(0, -1), `${key}A`, `${key}\n`, key.toUpperCase()]) {
      expect(isApiKeyFormat(other)).toBe(false);
    }
  });

  it('is not made from too little randomness', () => {
    expect(() => formatApiKey('secret')).toThrow(RangeError);
  });
});
