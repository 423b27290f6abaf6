import { beforeEach, expect, it } from 'vitest';
import type {
  ApiKeyMaking,
  ApiKeyStore,
  RefreshFamily,
  RefreshTokenStore,
  User,
  UserStore,
} from '@bourse/application/ports/identity.ts';
import type { ApiKey } from '@bourse/core/identity/api-key.ts';
import { contractSuite } from '../support/contract-suite.ts';

/** The stores of one adapter. */
export interface IdentityStores {
  readonly users: UserStore;
  readonly apiKeys: ApiKeyStore;
  readonly refreshTokens: RefreshTokenStore;
}

/** What every adapter of the identity stores must do. `open` answers stores in which the users made here are not yet known. */
export function identityStoresContract(adapter: string, open: () => IdentityStores): void {
  contractSuite('UserStore', adapter, () => usersContract(open));
  apiKeyStoreContract(adapter, open);
  contractSuite('RefreshTokenStore', adapter, () => refreshTokensContract(open));
}

/** What every adapter of ApiKeyStore must do, also one that stands before another. */
export function apiKeyStoreContract(adapter: string, open: () => Pick<IdentityStores, 'users' | 'apiKeys'>): void {
  contractSuite('ApiKeyStore', adapter, () => apiKeysContract(open));
}

const NOW_MS = 1_775_000_000_000;
let made = 0;

/** Identities that nobody has used yet, and that sort in the order in which they are made. */
function freshId(): string {
  made += 1;
  return `00000000-0000-7000-8000-${made.toString(16).padStart(12, '0')}`;
}

function someDigest(): string {
  return freshId().replaceAll('-', '').padStart(64, '0');
}

function making(digest = someDigest(), idempotencyKey: string | null = null): ApiKeyMaking {
  return { digest, idempotencyKey };
}

function someUser(changes: Partial<User> = {}): User {
  const id = freshId();
  const name = `User${made.toString()}`;
  return {
    id,
    accountId: freshId(),
    role: 'trader',
    username: name,
    usernameKey: name.toLowerCase(),
    email: `${name}@Example.com`,
    emailKey: `${name}@example.com`.toLowerCase(),
    passwordHash: '$argon2id$whatever',
    createdAtMs: NOW_MS,
    ...changes,
  };
}

function usersContract(open: () => IdentityStores): void {
  let users: UserStore;
  beforeEach(() => {
    users = open().users;
  });

  it('finds a user by id and by name as it was added', async () => {
    const user = someUser();
    expect(await users.add(user)).toBe('added');
    expect(await users.findById(user.id)).toEqual(user);
    expect(await users.findByUsername(user.usernameKey)).toEqual(user);
  });

  it('keeps operators, who have no account, and users without a password', async () => {
    const operator = someUser({ role: 'operator', accountId: null, passwordHash: null });
    await users.add(operator);
    expect(await users.findById(operator.id)).toEqual(operator);
  });

  it('knows nobody who was not added', async () => {
    expect(await users.findById(freshId())).toBeUndefined();
    expect(await users.findByUsername('nobody')).toBeUndefined();
  });

  it('refuses a name or an address that somebody has, the name first', async () => {
    const user = someUser();
    await users.add(user);
    expect(await users.add(someUser({ usernameKey: user.usernameKey }))).toBe('username-taken');
    expect(await users.add(someUser({ emailKey: user.emailKey }))).toBe('email-taken');
    expect(await users.add({ ...user, id: freshId() })).toBe('username-taken');
  });

  it('changes a password for whoever knew the one of now', async () => {
    const user = someUser();
    await users.add(user);
    expect(await users.changePassword(user.id, 'another hash', 'a new hash')).toBe('outdated');
    expect(await users.changePassword(freshId(), '$argon2id$whatever', 'a new hash')).toBe('outdated');
    expect(await users.changePassword(user.id, '$argon2id$whatever', 'a new hash')).toBe('changed');
    expect(await users.findById(user.id)).toEqual({ ...user, passwordHash: 'a new hash' });
    expect((await users.findByUsername(user.usernameKey))?.passwordHash).toBe('a new hash');
  });

  it('adds a user once when it is added many times at the same moment', async () => {
    const one = someUser();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => users.add({ ...one, id: freshId(), accountId: freshId() })),
    );
    expect(answers.filter((answer) => answer === 'added')).toHaveLength(1);
  });
}

function apiKeysContract(open: () => Pick<IdentityStores, 'users' | 'apiKeys'>): void {
  let apiKeys: ApiKeyStore;
  let owner: ApiKey['owner'];
  let users: UserStore;
  beforeEach(async () => {
    ({ apiKeys, users } = open());
    owner = await newOwner();
  });

  async function newOwner(): Promise<ApiKey['owner']> {
    const user = someUser();
    await users.add(user);
    return { userId: user.id, accountId: user.accountId, role: user.role };
  }

  function someKey(changes: Partial<ApiKey> = {}): ApiKey {
    return {
      id: freshId(),
      name: 'bot',
      owner,
      scopes: ['orders:read', 'orders:write'],
      createdAtMs: NOW_MS,
      expiresAtMs: NOW_MS + 1,
      lastUsedAtMs: null,
      ...changes,
    };
  }

  it('finds a key by its digest as it was added', async () => {
    const [key, digest] = [someKey(), someDigest()];
    expect(await apiKeys.add(key, making(digest), 100)).toBe('added');
    expect(await apiKeys.findByDigest(digest)).toEqual(key);
    expect(await apiKeys.findByDigest(someDigest())).toBeUndefined();
  });

  it('keeps keys that never expire', async () => {
    const [key, digest] = [someKey({ expiresAtMs: null }), someDigest()];
    await apiKeys.add(key, making(digest), 100);
    expect(await apiKeys.findByDigest(digest)).toEqual(key);
  });

  it('lists the keys of a user page by page, each once', async () => {
    const keys = [someKey(), someKey(), someKey()];
    for (const key of keys) await apiKeys.add(key, making(), 100);
    await apiKeys.add(someKey({ owner: await newOwner() }), making(), 100);
    const first = await apiKeys.list(owner.userId, null, 2);
    const second = await apiKeys.list(owner.userId, first.at(-1)!.id, 2);
    expect([...first, ...second]).toEqual(keys);
    expect(first).toHaveLength(2);
  });

  it('revokes a key of its user only, and for good', async () => {
    const [key, digest] = [someKey(), someDigest()];
    await apiKeys.add(key, making(digest), 100);
    expect(await apiKeys.revoke((await newOwner()).userId, key.id)).toBe('not-found');
    expect(await apiKeys.findByDigest(digest)).toBeDefined();
    expect(await apiKeys.revoke(owner.userId, key.id)).toBe('revoked');
    expect(await apiKeys.findByDigest(digest)).toBeUndefined();
    expect(await apiKeys.revoke(owner.userId, key.id)).toBe('not-found');
    expect(await apiKeys.list(owner.userId, null, 10)).toEqual([]);
  });

  it('keeps to the maximum of a user, also when keys come at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => apiKeys.add(someKey(), making(), 5)));
    expect(answers.filter((answer) => answer === 'added')).toHaveLength(5);
    expect(await apiKeys.list(owner.userId, null, 100)).toHaveLength(5);
    expect(await apiKeys.add(someKey({ owner: await newOwner() }), making(), 5)).toBe('added');
  });

  it('makes one key of requests with one idempotency key, also when they come at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => apiKeys.add(someKey(), making(someDigest(), 'first'), 2)),
    );
    expect(answers.filter((answer) => answer === 'added')).toHaveLength(1);
    const [kept, ...others] = await apiKeys.list(owner.userId, null, 10);
    expect(others).toEqual([]);
    expect(answers.filter((answer) => answer !== 'added')).toEqual(Array(5).fill({ madeBefore: kept?.id }));

    const second = someKey();
    expect(await apiKeys.add(second, making(someDigest(), 'second'), 2)).toBe('added');
    // What was made before is told also to whom may have no more.
    const repeated = await apiKeys.add(someKey(), making(someDigest(), 'second'), 2);
    expect(repeated).toEqual({ madeBefore: second.id });
  });

  it('tells the idempotency keys of users apart, and forgets that of a key that is revoked', async () => {
    const key = someKey();
    await apiKeys.add(key, making(someDigest(), 'mine'), 100);
    expect(await apiKeys.add(someKey({ owner: await newOwner() }), making(someDigest(), 'mine'), 100)).toBe('added');
    await apiKeys.revoke(owner.userId, key.id);
    expect(await apiKeys.add(someKey(), making(someDigest(), 'mine'), 100)).toBe('added');
  });

  it('notes the latest use', async () => {
    const [key, digest] = [someKey(), someDigest()];
    await apiKeys.add(key, making(digest), 100);
    await apiKeys.recordUse(digest, NOW_MS + 10);
    await apiKeys.recordUse(digest, NOW_MS + 5);
    expect((await apiKeys.findByDigest(digest))?.lastUsedAtMs).toBe(NOW_MS + 10);
  });

  it('does nothing when a key is used that is gone', async () => {
    const digest = someDigest();
    await apiKeys.recordUse(digest, NOW_MS);
    expect(await apiKeys.findByDigest(digest)).toBeUndefined();
  });
}

function refreshTokensContract(open: () => IdentityStores): void {
  let refreshTokens: RefreshTokenStore;
  let userId: string;
  beforeEach(async () => {
    const stores = open();
    refreshTokens = stores.refreshTokens;
    const user = someUser();
    await stores.users.add(user);
    userId = user.id;
  });

  function someFamily(changes: Partial<RefreshFamily> = {}): RefreshFamily {
    const times = { beganAtMs: NOW_MS, expiresAtMs: NOW_MS + 1_000, endsAtMs: NOW_MS + 10_000 };
    return { id: freshId(), userId, digest: someDigest(), ...times, userAgent: 'a browser', ...changes };
  }

  const rotate = ({ id, digest }: RefreshFamily, nextDigest = someDigest(), nowMs = NOW_MS) =>
    refreshTokens.rotate({ familyId: id, digest, nextDigest, nowMs, nextExpiresAtMs: nowMs + 1_000 });

  it('lists the families of a user as they were begun, the one used last first, and none that has ended', async () => {
    const [older, newer] = [someFamily(), someFamily({ expiresAtMs: NOW_MS + 2_000, userAgent: null })];
    for (const family of [older, newer]) await refreshTokens.begin(family, NOW_MS, 10);
    expect(await refreshTokens.list(userId, NOW_MS)).toEqual([newer, older]);
    expect(await refreshTokens.list(userId, NOW_MS + 1_000)).toEqual([newer]);
    expect(await refreshTokens.list(freshId(), NOW_MS)).toEqual([]);
  });

  it('ends a family at its longest time, however often it is used', async () => {
    const family = someFamily({ endsAtMs: NOW_MS + 500 });
    await refreshTokens.begin(family, NOW_MS, 10);
    const second = someDigest();
    expect(await rotate(family, second, NOW_MS + 400)).toEqual({ userId });
    expect(await rotate({ ...family, digest: second }, someDigest(), NOW_MS + 500)).toBe('unknown');
    const times = { nowMs: NOW_MS + 500, nextExpiresAtMs: NOW_MS + 1_500, restMs: 10 };
    const renewal = { familyId: family.id, digest: second, nextDigest: someDigest(), ...times };
    expect(await refreshTokens.renew(renewal)).toBe('unknown');
    expect(await refreshTokens.renew({ ...renewal, restMs: 1_000 })).toBe('unknown');
    expect(await refreshTokens.list(userId, NOW_MS + 500)).toEqual([]);
  });

  it('ends a family for its user only', async () => {
    const family = someFamily();
    await refreshTokens.begin(family, NOW_MS, 10);
    expect(await refreshTokens.endOwn(freshId(), family.id)).toBe('not-found');
    expect(await refreshTokens.endOwn(userId, family.id)).toBe('ended');
    expect(await refreshTokens.endOwn(userId, family.id)).toBe('not-found');
  });

  it('ends all families of a user but one, or all of them', async () => {
    const families = [someFamily(), someFamily(), someFamily()];
    for (const family of families) await refreshTokens.begin(family, NOW_MS, 10);
    await refreshTokens.endOthers(freshId(), null);
    await refreshTokens.endOthers(userId, families[1]!.id);
    expect(await refreshTokens.list(userId, NOW_MS)).toEqual([families[1]]);
    await refreshTokens.endOthers(userId, null);
    expect(await refreshTokens.list(userId, NOW_MS)).toEqual([]);
  });

  it('exchanges the newest token again and again', async () => {
    const family = someFamily();
    await refreshTokens.begin(family, NOW_MS, 10);
    const [second, third] = [someDigest(), someDigest()];
    expect(await rotate(family, second)).toEqual({ userId });
    expect(await rotate({ ...family, digest: second }, third)).toEqual({ userId });
  });

  it('ends the family when a token is used twice', async () => {
    const family = someFamily();
    await refreshTokens.begin(family, NOW_MS, 10);
    const second = someDigest();
    await rotate(family, second);
    expect(await rotate(family)).toBe('reused');
    expect(await rotate({ ...family, digest: second })).toBe('unknown');
  });

  it('lets one of many succeed who use a token at the same moment, and ends the family', async () => {
    const family = someFamily();
    await refreshTokens.begin(family, NOW_MS, 10);
    const answers = await Promise.all(Array.from({ length: 10 }, () => rotate(family)));
    expect(answers.filter((answer) => typeof answer === 'object')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'reused')).toHaveLength(1);
  });

  const LIFETIME_MS = 1_000;
  const renew = ({ id, digest }: RefreshFamily, nextDigest: string, nowMs: number) =>
    refreshTokens.renew({
      familyId: id,
      digest,
      nextDigest,
      nowMs,
      nextExpiresAtMs: nowMs + LIFETIME_MS,
      restMs: 100,
    });

  it('renews a token once it has rested, and gives it again until then', async () => {
    const family = someFamily();
    await refreshTokens.begin(family, NOW_MS, 10);
    const [second, third] = [someDigest(), someDigest()];
    expect(await renew(family, second, NOW_MS + 99)).toEqual({ userId, newest: 'given' });
    expect(await renew(family, second, NOW_MS + 100)).toEqual({ userId, newest: 'next' });
    expect(await renew({ ...family, digest: second }, third, NOW_MS + 199)).toEqual({ userId, newest: 'given' });
    expect(await renew({ ...family, digest: second }, third, NOW_MS + 200)).toEqual({ userId, newest: 'next' });
  });

  it('renews the token before the newest the same way again while the newest rests, and ends the family afterwards', async () => {
    const family = someFamily();
    await refreshTokens.begin(family, NOW_MS, 10);
    const second = someDigest();
    await renew(family, second, NOW_MS + 100);
    expect(await renew(family, second, NOW_MS + 199)).toEqual({ userId, newest: 'next' });
    expect(await renew(family, second, NOW_MS + 200)).toBe('reused');
    expect(await renew({ ...family, digest: second }, someDigest(), NOW_MS + 200)).toBe('unknown');
  });

  it('ends the family when a token is renewed that does not lead to the newest', async () => {
    const family = someFamily();
    await refreshTokens.begin(family, NOW_MS, 10);
    const [second, third] = [someDigest(), someDigest()];
    await renew(family, second, NOW_MS + 100);
    await renew({ ...family, digest: second }, third, NOW_MS + 200);
    expect(await renew(family, second, NOW_MS + 201)).toBe('reused');
    expect(await renew({ ...family, digest: third }, someDigest(), NOW_MS + 300)).toBe('unknown');
  });

  it('answers all alike who renew one token at the same moment, and lives on from then', async () => {
    const family = someFamily();
    await refreshTokens.begin(family, NOW_MS, 10);
    const second = someDigest();
    const answers = await Promise.all(Array.from({ length: 20 }, () => renew(family, second, NOW_MS + 500)));
    expect(answers).toEqual(Array.from({ length: 20 }, () => ({ userId, newest: 'next' })));
    expect(await renew({ ...family, digest: second }, someDigest(), NOW_MS + 1_499)).toEqual({
      userId,
      newest: 'next',
    });
  });

  it('renews nothing that has expired or ended', async () => {
    const family = someFamily();
    await refreshTokens.begin(family, NOW_MS, 10);
    expect(await renew(family, someDigest(), NOW_MS + LIFETIME_MS)).toBe('unknown');
    await refreshTokens.end(family.id);
    expect(await renew(family, someDigest(), NOW_MS + 100)).toBe('unknown');
  });

  it('knows no family that has expired, ended, or never was', async () => {
    const [expired, ended] = [someFamily({ expiresAtMs: NOW_MS }), someFamily()];
    await refreshTokens.begin(expired, NOW_MS - 1, 10);
    await refreshTokens.begin(ended, NOW_MS - 1, 10);
    await refreshTokens.end(ended.id);
    await refreshTokens.end(ended.id);
    for (const family of [expired, ended, someFamily()]) expect(await rotate(family)).toBe('unknown');
  });

  it('lives on from each exchange', async () => {
    const family = someFamily();
    await refreshTokens.begin(family, NOW_MS, 10);
    const second = someDigest();
    await rotate(family, second, NOW_MS + 999);
    expect(await rotate({ ...family, digest: second }, someDigest(), NOW_MS + 1_500)).toEqual({ userId });
  });

  it('ends the family that expires first when a user has too many', async () => {
    const families = [30, 10, 20].map((ms) => someFamily({ expiresAtMs: NOW_MS + ms }));
    for (const family of families) await refreshTokens.begin(family, NOW_MS, 3);
    await refreshTokens.begin(someFamily({ expiresAtMs: NOW_MS + 40 }), NOW_MS, 3);
    const answers = await Promise.all(families.map((family) => rotate(family)));
    expect(answers).toEqual([{ userId }, 'unknown', { userId }]);
  });

  it('does not count families that have expired', async () => {
    const live = someFamily({ expiresAtMs: NOW_MS + 10 });
    await refreshTokens.begin(live, NOW_MS - 5, 2);
    await refreshTokens.begin(someFamily({ expiresAtMs: NOW_MS }), NOW_MS - 5, 2);
    await refreshTokens.begin(someFamily(), NOW_MS, 2);
    expect(await rotate(live)).toEqual({ userId });
  });
}
