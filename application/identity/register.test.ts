import { describe, expect, it } from 'vitest';
import type { Registration } from '@bourse/core/identity/registration.ts';
import { readRegistration } from '@bourse/core/identity/registration.ts';
import { fakeIdentity } from './identity-fakes.ts';
import { profileOf } from './profile.ts';
import { BOOTSTRAP_USER_ID, provideBootstrapOperator, registerOperator, registerTrader } from './register.ts';

const NOW_MS = 1_775_000_000_000;

function registration(username: string, email = `${username}@example.com`): Registration {
  const read = readRegistration({ username, email, password: 'correct horse battery' });
  if (!read.ok) throw new Error('the test registers badly');
  return read.value;
}

describe('registering', () => {
  it('makes a trader with an account, and keeps a hash instead of the password', async () => {
    const identity = fakeIdentity(NOW_MS);
    const registered = await registerTrader(identity, registration('Ada'));
    expect(registered.ok && registered.value.user).toMatchObject({
      role: 'trader',
      username: 'Ada',
      usernameKey: 'ada',
      passwordHash: 'readable:correct horse battery',
      createdAtMs: NOW_MS,
    });
    const [user] = identity.kept.users;
    expect(user?.accountId).not.toBeNull();
    expect(registered.ok && registered.value.accountId).toBe(user?.accountId);
    expect(user?.accountId).not.toBe(user?.id);
  });

  it('makes an operator without an account', async () => {
    const identity = fakeIdentity(NOW_MS);
    const registered = await registerOperator(identity, registration('olga'));
    expect(registered.ok && registered.value).toMatchObject({ role: 'operator', accountId: null });
    expect(await registerOperator(identity, registration('OLGA'))).toEqual({ ok: false, refusal: 'username-taken' });
  });

  it('refuses names and addresses that are taken, without regard to case', async () => {
    const identity = fakeIdentity(NOW_MS);
    await registerTrader(identity, registration('ada'));
    expect(await registerTrader(identity, registration('ADA', 'other@example.com'))).toEqual({
      ok: false,
      refusal: 'username-taken',
    });
    expect(await registerTrader(identity, registration('bob', 'Ada@Example.com'))).toEqual({
      ok: false,
      refusal: 'email-taken',
    });
  });

  it('provides one bootstrap operator whom no password opens, however often it is called', async () => {
    const identity = fakeIdentity(NOW_MS);
    await provideBootstrapOperator(identity);
    await provideBootstrapOperator(identity);
    expect(identity.kept.users).toHaveLength(1);
    expect(identity.kept.users[0]).toMatchObject({ id: BOOTSTRAP_USER_ID, role: 'operator', passwordHash: null });
  });

  it('shows callers who they are', async () => {
    const identity = fakeIdentity(NOW_MS);
    await registerTrader(identity, registration('ada'));
    const [user] = identity.kept.users;
    const caller = { kind: 'user', userId: user!.id, accountId: user!.accountId, role: 'trader', scopes: [] } as const;
    expect(await profileOf(identity, caller)).toEqual(user);
    expect(await profileOf(identity, { ...caller, userId: 'somebody else' })).toBeUndefined();
  });
});
