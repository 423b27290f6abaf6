import { beforeEach, describe, expect, it } from 'vitest';
import { readRegistration } from '@bourse/core/identity/registration.ts';
import type { PasswordHasher, User } from '../ports/identity.ts';
import type { FakeIdentity } from './identity-fakes.ts';
import { fakeIdentity } from './identity-fakes.ts';
import { registerTrader } from './register.ts';
import type { Session } from './sessions.ts';
import { logIn, logOut, REFRESH_LIFETIME_MS, refreshSession } from './sessions.ts';

const PASSWORD = 'correct horse battery';

let identity: FakeIdentity;

beforeEach(async () => {
  identity = fakeIdentity(1_775_000_000_000);
  const read = readRegistration({ username: 'ada', email: 'ada@example.com', password: PASSWORD });
  if (read.ok) await registerTrader(identity, read.value);
});

async function loggedIn(): Promise<Session> {
  const session = await logIn(identity, { username: 'ADA', password: PASSWORD });
  if (!session.ok) throw new Error(session.refusal);
  return session.value;
}

async function refreshed(refreshToken: string): Promise<string> {
  const session = await refreshSession(identity, refreshToken);
  return session.ok ? session.value.refreshToken : session.refusal;
}

describe('logging in', () => {
  it('gives two tokens and keeps only the digest of the second', async () => {
    const { accessToken, expiresInSeconds, refreshToken } = await loggedIn();
    expect(accessToken).toContain(identity.kept.users[0]!.id);
    expect(expiresInSeconds).toBe(900);
    expect(identity.kept.families).toHaveLength(1);
    expect(JSON.stringify(identity.kept.families)).not.toContain(refreshToken);
  });

  it('says the same for unknown users as for wrong passwords, after the same work', async () => {
    const unknown = await logIn(identity, { username: 'nobody', password: PASSWORD });
    const wrong = await logIn(identity, { username: 'ada', password: 'something else' });
    expect(unknown).toEqual({ ok: false, refusal: 'wrong-credentials' });
    expect(wrong).toEqual(unknown);
    expect(identity.kept.verified).toHaveLength(2);
  });

  it('is refused and leaves no log-in behind when the password is changed while it is being checked', async () => {
    const [{ id, passwordHash }] = identity.kept.users as [User];
    const passwords: PasswordHasher = {
      ...identity.passwords,
      async verify(hash, password) {
        const matches = await identity.passwords.verify(hash, password);
        await identity.users.changePassword(id, passwordHash ?? '', await identity.passwords.hash('another long one'));
        return matches;
      },
    };
    const session = await logIn({ ...identity, passwords }, { username: 'ada', password: PASSWORD });
    expect(session).toEqual({ ok: false, refusal: 'wrong-credentials' });
    expect(identity.kept.families).toEqual([]);
  });
});

describe('refreshing', () => {
  it('exchanges each token once', async () => {
    const { refreshToken } = await loggedIn();
    const second = await refreshed(refreshToken);
    const third = await refreshed(second);
    expect(new Set([refreshToken, second, third]).size).toBe(3);
  });

  it('ends the log-in when a token is used twice', async () => {
    const { refreshToken } = await loggedIn();
    const second = await refreshed(refreshToken);
    expect(await refreshed(refreshToken)).toBe('invalid-refresh-token');
    expect(await refreshed(second)).toBe('invalid-refresh-token');
  });

  it('leaves other log-ins alone', async () => {
    const [one, other] = [await loggedIn(), await loggedIn()];
    await refreshed(one.refreshToken);
    await refreshed(one.refreshToken);
    expect(await refreshed(other.refreshToken)).not.toBe('invalid-refresh-token');
  });

  it('is refused after 30 days without use', async () => {
    const { refreshToken } = await loggedIn();
    identity.clock.advance(REFRESH_LIFETIME_MS);
    expect(await refreshed(refreshToken)).toBe('invalid-refresh-token');
  });

  it('is refused with what is no token, and for users who are gone', async () => {
    expect(await refreshed('nonsense')).toBe('invalid-refresh-token');
    const { refreshToken } = await loggedIn();
    identity.kept.users.length = 0;
    expect(await refreshed(refreshToken)).toBe('invalid-refresh-token');
  });
});

describe('logging out', () => {
  it('ends the log-in, also with a token of it that was used', async () => {
    const { refreshToken } = await loggedIn();
    const second = await refreshed(refreshToken);
    await logOut(identity, refreshToken);
    expect(await refreshed(second)).toBe('invalid-refresh-token');
  });

  it('does nothing with what is no token', async () => {
    await loggedIn();
    await logOut(identity, 'nonsense');
    expect(identity.kept.families).toHaveLength(1);
  });
});
