import { beforeEach, describe, expect, it } from 'vitest';
import type { ApiKeyStore } from '@bourse/application/ports/identity.ts';
import type { ApiKey } from '@bourse/core/identity/api-key.ts';
import { API_KEY_CACHE_MS, createCachedApiKeys } from './cached-api-keys.ts';

const KEY: ApiKey = {
  id: 'key',
  name: 'bot',
  owner: { userId: 'ada', accountId: 'account', role: 'trader' },
  scopes: ['orders:read'],
  createdAtMs: 0,
  expiresAtMs: null,
  lastUsedAtMs: null,
};

let nowMs: number;
let found: ApiKey | undefined;
let reads: number;
let answer: () => void;
let cached: ApiKeyStore;

beforeEach(() => {
  nowMs = 1_000;
  found = KEY;
  reads = 0;
  const store: ApiKeyStore = {
    add: async () => 'added',
    findByDigest: () => {
      reads += 1;
      const read = found;
      return new Promise((resolve) => {
        answer = () => resolve(read);
        if (!held) answer();
      });
    },
    list: async () => [],
    revoke: async () => {
      found = undefined;
      return 'revoked';
    },
    recordUse: async () => undefined,
  };
  held = false;
  cached = createCachedApiKeys(store, { now: () => nowMs });
});

let held = false;

describe('the cache of API keys', () => {
  it('asks the store once in ten seconds, however many ask at once', async () => {
    await Promise.all([cached.findByDigest('digest'), cached.findByDigest('digest')]);
    nowMs += API_KEY_CACHE_MS - 1;
    expect(await cached.findByDigest('digest')).toEqual(KEY);
    expect(reads).toBe(1);
    nowMs += 1;
    await cached.findByDigest('digest');
    expect(reads).toBe(2);
  });

  it('sees a revocation by another process within ten seconds', async () => {
    await cached.findByDigest('digest');
    found = undefined;
    nowMs += API_KEY_CACHE_MS;
    expect(await cached.findByDigest('digest')).toBeUndefined();
  });

  it('sees a revocation by this process at once', async () => {
    await cached.findByDigest('digest');
    await cached.revoke('ada', 'key');
    expect(await cached.findByDigest('digest')).toBeUndefined();
  });

  it('does not remember a key that was revoked while it was being read', async () => {
    held = true;
    const reading = cached.findByDigest('digest');
    held = false;
    await cached.revoke('ada', 'key');
    answer();
    await reading;
    expect(await cached.findByDigest('digest')).toBeUndefined();
  });

  it('does not remember that a key was not found', async () => {
    found = undefined;
    expect(await cached.findByDigest('digest')).toBeUndefined();
    found = KEY;
    expect(await cached.findByDigest('digest')).toEqual(KEY);
  });

  it('knows the last use at once', async () => {
    await cached.findByDigest('digest');
    await cached.recordUse('digest', 5_000);
    expect((await cached.findByDigest('digest'))?.lastUsedAtMs).toBe(5_000);
  });
});
