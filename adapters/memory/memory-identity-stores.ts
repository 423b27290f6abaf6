import type {
  ApiKeyStore,
  RefreshFamily,
  RefreshTokenStore,
  User,
  UserStore,
} from '@bourse/application/ports/identity.ts';
import type { ApiKey } from '@bourse/core/identity/api-key.ts';

/** Users, API keys and refresh tokens for as long as the process lives; for tests and simulations. */
export interface MemoryIdentityStores {
  readonly users: UserStore;
  readonly apiKeys: ApiKeyStore;
  readonly refreshTokens: RefreshTokenStore;
}

/** Empty stores. */
export function createMemoryIdentityStores(): MemoryIdentityStores {
  return { users: memoryUsers(), apiKeys: memoryApiKeys(), refreshTokens: memoryRefreshTokens() };
}

function memoryUsers(): UserStore {
  const users = new Map<string, User>();
  const byName = new Map<string, User>();
  const emails = new Set<string>();
  return {
    async add(user) {
      if (byName.has(user.usernameKey)) return 'username-taken';
      if (emails.has(user.emailKey)) return 'email-taken';
      users.set(user.id, user);
      byName.set(user.usernameKey, user);
      emails.add(user.emailKey);
      return 'added';
    },
    findById: async (id) => users.get(id),
    findByUsername: async (usernameKey) => byName.get(usernameKey),
    async changePassword(id, fromHash, toHash) {
      const user = users.get(id);
      if (user?.passwordHash !== fromHash) return 'outdated';
      const changed = { ...user, passwordHash: toHash };
      users.set(id, changed);
      byName.set(user.usernameKey, changed);
      return 'changed';
    },
  };
}

function memoryApiKeys(): ApiKeyStore {
  const keys = new Map<string, ApiKey & { readonly idempotencyKey: string | null }>();
  const entriesOf = (userId: string) => [...keys].filter(([, { owner }]) => owner.userId === userId);
  return {
    async add(key, { digest, idempotencyKey }, maxPerUser) {
      const others = entriesOf(key.owner.userId);
      const before = others.find(([, other]) => idempotencyKey !== null && other.idempotencyKey === idempotencyKey);
      if (before !== undefined) return { madeBefore: before[1].id };
      if (others.length >= maxPerUser) return 'too-many';
      keys.set(digest, { ...key, idempotencyKey });
      return 'added';
    },
    async findByDigest(digest) {
      const key = keys.get(digest);
      return key === undefined ? undefined : withoutRequest(key);
    },
    async list(userId, afterId, limit) {
      return entriesOf(userId)
        .map(([, key]) => withoutRequest(key))
        .filter(({ id }) => afterId === null || id > afterId)
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .slice(0, limit);
    },
    async revoke(userId, id) {
      const entry = entriesOf(userId).find(([, key]) => key.id === id);
      if (entry === undefined) return 'not-found';
      keys.delete(entry[0]);
      return 'revoked';
    },
    async recordUse(digest, atMs) {
      const key = keys.get(digest);
      if (key !== undefined) keys.set(digest, { ...key, lastUsedAtMs: Math.max(atMs, key.lastUsedAtMs ?? atMs) });
    },
  };
}

function withoutRequest({ idempotencyKey: _, ...key }: ApiKey & { readonly idempotencyKey: string | null }): ApiKey {
  return key;
}

function memoryRefreshTokens(): RefreshTokenStore {
  const families = new Map<string, RefreshFamily>();
  return {
    async begin(family, nowMs, maxPerUser) {
      const others = [...families.values()].filter(({ userId }) => userId === family.userId);
      const live = others.filter((one) => !hasEnded(one, nowMs));
      const kept = live
        .sort((one, other) => other.expiresAtMs - one.expiresAtMs || (one.id < other.id ? 1 : -1))
        .slice(0, maxPerUser - 1);
      for (const { id } of others) families.delete(id);
      for (const one of [...kept, family]) families.set(one.id, one);
    },
    async rotate({ familyId, digest, nextDigest, nowMs, nextExpiresAtMs }) {
      const family = families.get(familyId);
      if (family === undefined || hasEnded(family, nowMs)) return 'unknown';
      if (family.digest !== digest) {
        families.delete(familyId);
        return 'reused';
      }
      families.set(familyId, { ...family, digest: nextDigest, expiresAtMs: nextExpiresAtMs });
      return { userId: family.userId };
    },
    async renew({ familyId, digest, nextDigest, nowMs, nextExpiresAtMs, restMs }) {
      const family = families.get(familyId);
      if (family === undefined || hasEnded(family, nowMs)) return 'unknown';
      const { userId } = family;
      if (family.expiresAtMs > nextExpiresAtMs - restMs) {
        if (family.digest === digest) return { userId, newest: 'given' };
        if (family.digest === nextDigest) return { userId, newest: 'next' };
      }
      if (family.digest !== digest) {
        families.delete(familyId);
        return 'reused';
      }
      families.set(familyId, { ...family, digest: nextDigest, expiresAtMs: nextExpiresAtMs });
      return { userId, newest: 'next' };
    },
    async end(familyId) {
      families.delete(familyId);
    },
    async list(userId, nowMs) {
      return [...families.values()]
        .filter((one) => one.userId === userId && !hasEnded(one, nowMs))
        .sort((one, other) => other.expiresAtMs - one.expiresAtMs || (one.id < other.id ? 1 : -1));
    },
    async endOwn(userId, familyId) {
      if (families.get(familyId)?.userId !== userId) return 'not-found';
      families.delete(familyId);
      return 'ended';
    },
    async endOthers(userId, keptId) {
      for (const family of [...families.values()])
        if (family.userId === userId && family.id !== keptId) families.delete(family.id);
    },
  };
}

function hasEnded({ expiresAtMs, endsAtMs }: RefreshFamily, nowMs: number): boolean {
  return Math.min(expiresAtMs, endsAtMs) <= nowMs;
}
