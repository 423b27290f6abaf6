import type { Clock } from '@bourse/application/ports/clock.ts';
import type { ApiKeyStore } from '@bourse/application/ports/identity.ts';
import type { ApiKey } from '@bourse/core/identity/api-key.ts';
import { RecentMap } from '@bourse/core/caching/recent-map.ts';

/** How long a key that was found is believed, in milliseconds: a revocation by another process takes effect within this time. */
export const API_KEY_CACHE_MS = 10_000;

/** Most keys remembered. */
const MAX_REMEMBERED = 10_000;

interface Remembered {
  readonly apiKey: ApiKey;
  readonly untilMs: number;
}

/**
 * Remembers keys that were found, so that a program that calls often does not cost a query for each call. What this process revokes
 * is forgotten at once, what another one revokes within API_KEY_CACHE_MS. Keys that were not found are asked for each time.
 */
export function createCachedApiKeys(store: ApiKeyStore, clock: Pick<Clock, 'now'>): ApiKeyStore {
  const remembered = new RecentMap<string, Remembered>(MAX_REMEMBERED);
  const underWay = new Map<string, Promise<ApiKey | undefined>>();
  let revocations = 0;

  async function load(digest: string): Promise<ApiKey | undefined> {
    const revocationsBefore = revocations;
    const apiKey = await store.findByDigest(digest);
    // A key that was revoked while it was being read must not be remembered.
    if (apiKey !== undefined && revocations === revocationsBefore) {
      remembered.set(digest, { apiKey, untilMs: clock.now() + API_KEY_CACHE_MS });
    }
    return apiKey;
  }

  return {
    add: (key, making, maxPerUser) => store.add(key, making, maxPerUser),
    list: (userId, afterId, limit) => store.list(userId, afterId, limit),
    async findByDigest(digest) {
      const known = remembered.get(digest);
      if (known !== undefined && known.untilMs > clock.now()) return known.apiKey;
      const loading = underWay.get(digest) ?? load(digest).finally(() => underWay.delete(digest));
      underWay.set(digest, loading);
      return loading;
    },
    async revoke(userId, id) {
      const revoked = await store.revoke(userId, id);
      revocations += 1;
      remembered.deleteWhere(({ apiKey }) => apiKey.id === id);
      return revoked;
    },
    async recordUse(digest, atMs) {
      const known = remembered.get(digest);
      // Noted here first: while the store is being told, further calls need not tell it again.
      if (known !== undefined) remembered.set(digest, { ...known, apiKey: { ...known.apiKey, lastUsedAtMs: atMs } });
      await store.recordUse(digest, atMs);
    },
  };
}
