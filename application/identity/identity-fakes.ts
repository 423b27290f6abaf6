import type { ApiKey } from '@bourse/core/identity/api-key.ts';
import { scopesOf } from '@bourse/core/identity/scope.ts';
import { MS_PER_DAY } from '@bourse/core/time/utc.ts';
import type { Clock } from '../ports/clock.ts';
import type {
  AccessTokens,
  ApiKeyStore,
  PasswordHasher,
  RefreshFamily,
  RefreshTokenStore,
  User,
  UserStore,
} from '../ports/identity.ts';
import type { IdentityDependencies } from './identity-dependencies.ts';

/** Dependencies that a test can look into. Passwords are readable, ids and secrets count up, digests are the text itself. */
export interface FakeIdentity extends IdentityDependencies {
  readonly clock: Clock & { advance(byMs: number): void };
  readonly kept: { readonly users: User[]; readonly families: RefreshFamily[]; readonly verified: (string | null)[] };
}

/** How long a log-in of the fakes lasts at most: longer than most tests look. */
export const SESSION_LIFETIME_MS = 90 * MS_PER_DAY;

/** Fresh dependencies at a moment given in epoch milliseconds. */
export function fakeIdentity(startMs: number, operatorKey: string | null = null): FakeIdentity {
  const kept: FakeIdentity['kept'] = { users: [], families: [], verified: [] };
  let nowMs = startMs;
  let made = 0;
  const next = (): string => {
    made += 1;
    return `00000000-0000-7000-8000-${made.toString().padStart(12, '0')}`;
  };
  return {
    kept,
    users: fakeUsers(kept.users),
    apiKeys: fakeApiKeys(),
    refreshTokens: fakeRefreshTokens(kept.families),
    succession: { after: (secret) => [...secret].reverse().join('') },
    passwords: fakePasswords(kept.verified),
    accessTokens: fakeAccessTokens,
    outsideUsers: null,
    ids: {
      next,
      orderIdOf: (...names) => names.join('/'),
      transactionIdOf: (...names) => names.join('/'),
      outsideIdOf: next,
    },
    random: { secret: () => next().replaceAll('-', '').padStart(43, 's') },
    digest: { sha256: (text) => `digest of ${text}` },
    clock: {
      now: () => nowMs,
      after: () => () => undefined,
      advance(byMs) {
        nowMs += byMs;
      },
    },
    sessionLifetimeMs: SESSION_LIFETIME_MS,
    operatorKey,
  };
}

function fakeUsers(users: User[]): UserStore {
  return {
    async add(user) {
      if (users.some(({ usernameKey }) => usernameKey === user.usernameKey)) return 'username-taken';
      if (users.some(({ emailKey }) => emailKey === user.emailKey)) return 'email-taken';
      users.push(user);
      return 'added';
    },
    findById: async (id) => users.find((user) => user.id === id),
    findByUsername: async (usernameKey) => users.find((user) => user.usernameKey === usernameKey),
    async changePassword(id, fromHash, toHash) {
      const index = users.findIndex((user) => user.id === id && user.passwordHash === fromHash);
      const user = users[index];
      if (user === undefined) return 'outdated';
      users.splice(index, 1, { ...user, passwordHash: toHash });
      return 'changed';
    },
  };
}

function fakeApiKeys(): ApiKeyStore {
  const keys = new Map<string, ApiKey>();
  return {
    async add(key, { digest }, maxPerUser) {
      if (keys.size >= maxPerUser) return 'too-many';
      keys.set(digest, key);
      return 'added';
    },
    findByDigest: async (digest) => keys.get(digest),
    list: async (userId, _afterId, limit) =>
      [...keys.values()].filter(({ owner }) => owner.userId === userId).slice(0, limit),
    async revoke(userId, id) {
      const found = [...keys].find(([, key]) => key.id === id && key.owner.userId === userId);
      return found !== undefined && keys.delete(found[0]) ? 'revoked' : 'not-found';
    },
    async recordUse(digest, atMs) {
      const key = keys.get(digest);
      if (key !== undefined) keys.set(digest, { ...key, lastUsedAtMs: atMs });
    },
  };
}

function fakeRefreshTokens(families: RefreshFamily[]): RefreshTokenStore {
  const indexOf = (id: string): number => families.findIndex((family) => family.id === id);
  return {
    begin: async (family) => void families.push(family),
    async rotate({ familyId, digest, nextDigest, nowMs, nextExpiresAtMs }) {
      const family = families[indexOf(familyId)];
      if (family === undefined || hasEnded(family, nowMs)) return 'unknown';
      const rotated = { ...family, digest: nextDigest, expiresAtMs: nextExpiresAtMs };
      families.splice(indexOf(familyId), 1, ...(family.digest === digest ? [rotated] : []));
      return family.digest === digest ? { userId: family.userId } : 'reused';
    },
    async renew({ familyId, digest, nextDigest, nowMs, nextExpiresAtMs, restMs }) {
      const family = families[indexOf(familyId)];
      if (family === undefined || hasEnded(family, nowMs)) return 'unknown';
      const rests = family.expiresAtMs > nextExpiresAtMs - restMs;
      if (rests && family.digest === digest) return { userId: family.userId, newest: 'given' };
      if (rests && family.digest === nextDigest) return { userId: family.userId, newest: 'next' };
      const renewed = { ...family, digest: nextDigest, expiresAtMs: nextExpiresAtMs };
      families.splice(indexOf(familyId), 1, ...(family.digest === digest ? [renewed] : []));
      return family.digest === digest ? { userId: family.userId, newest: 'next' } : 'reused';
    },
    async end(familyId) {
      if (indexOf(familyId) >= 0) families.splice(indexOf(familyId), 1);
    },
    list: async (userId, nowMs) => families.filter((one) => one.userId === userId && !hasEnded(one, nowMs)),
    async endOwn(userId, familyId) {
      const index = indexOf(familyId);
      if (families[index]?.userId !== userId) return 'not-found';
      families.splice(index, 1);
      return 'ended';
    },
    async endOthers(userId, keptId) {
      const kept = families.filter((one) => one.userId !== userId || one.id === keptId);
      families.splice(0, families.length, ...kept);
    },
  };
}

function hasEnded({ expiresAtMs, endsAtMs }: RefreshFamily, nowMs: number): boolean {
  return Math.min(expiresAtMs, endsAtMs) <= nowMs;
}

function fakePasswords(verified: (string | null)[]): PasswordHasher {
  return {
    hash: async (password) => `readable:${password}`,
    async verify(hash, password) {
      verified.push(hash);
      return hash === `readable:${password}`;
    },
  };
}

const fakeAccessTokens: AccessTokens = {
  issue: async ({ userId, accountId, role }) => ({
    token: JSON.stringify({ userId, accountId, role }),
    expiresInSeconds: 900,
  }),
  async verify(token) {
    const [, userId, accountId] = /"userId":"([^"]+)","accountId":"([^"]+)"/.exec(token) ?? [];
    if (userId === undefined || accountId === undefined) return undefined;
    return { kind: 'user', userId, accountId, role: 'trader', scopes: scopesOf('trader') };
  },
  publicKeys: () => [],
};
