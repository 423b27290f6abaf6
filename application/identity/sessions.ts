import type { Principal } from '@bourse/core/identity/principal.ts';
import { formatRefreshToken, parseRefreshToken } from '@bourse/core/identity/refresh-token.ts';
import { nameKey } from '@bourse/core/identity/registration.ts';
import { scopesOf } from '@bourse/core/identity/scope.ts';
import type { Result } from '@bourse/core/result.ts';
import { ok, refuse } from '@bourse/core/result.ts';
import { MS_PER_DAY } from '@bourse/core/time/utc.ts';
import type { User } from '../ports/identity.ts';
import type { IdentityDependencies } from './identity-dependencies.ts';

/** How long a log-in lasts without being used, in milliseconds: each refresh begins the time anew, up to its longest time. */
export const REFRESH_LIFETIME_MS = 30 * MS_PER_DAY;

/** Most log-ins of one user at a time; another one ends the one that would expire first. */
export const MAX_SESSIONS = 50;

/** So much is kept of what a client calls itself. */
export const MAX_USER_AGENT_LENGTH = 300;

/**
 * How long the token of a browser rests after it was exchanged, in milliseconds. In that time it is given again to whoever still comes
 * with the one before it: the tabs of a browser share one cookie, and an answer can get lost.
 */
export const COOKIE_REST_MS = 60_000;

/** The two tokens a log-in or a refresh gives, and whose they are. */
export interface Session {
  readonly user: User;
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
}

/**
 * Logs somebody in. Takes as long for unknown users as for wrong passwords, and says the same. A password that was changed while it was being
 * checked is a wrong one: the change has ended the log-ins that it found, and this one may have begun behind it.
 */
export async function logIn(
  dependencies: IdentityDependencies,
  credentials: { readonly username: string; readonly password: string },
  userAgent: string | null = null,
): Promise<Result<Session, 'wrong-credentials'>> {
  const user = await dependencies.users.findByUsername(nameKey(credentials.username));
  const matches = await dependencies.passwords.verify(user?.passwordHash ?? null, credentials.password);
  if (user === undefined || !matches) return refuse('wrong-credentials');
  const { ids, random, digest, clock, refreshTokens } = dependencies;
  const token = { familyId: ids.next(), secret: random.secret() };
  const nowMs = clock.now();
  const family = {
    id: token.familyId,
    userId: user.id,
    digest: digest.sha256(token.secret),
    expiresAtMs: nowMs + REFRESH_LIFETIME_MS,
    beganAtMs: nowMs,
    endsAtMs: nowMs + dependencies.sessionLifetimeMs,
    userAgent: userAgent === null ? null : userAgent.slice(0, MAX_USER_AGENT_LENGTH),
  };
  await refreshTokens.begin(family, nowMs, MAX_SESSIONS);
  if ((await dependencies.users.findById(user.id))?.passwordHash !== user.passwordHash) {
    await refreshTokens.end(family.id);
    return refuse('wrong-credentials');
  }
  return ok(await sessionOf(dependencies, user, formatRefreshToken(token)));
}

/**
 * Exchanges a refresh token for a new pair. A token works once: using it again ends the whole log-in, because one of the two who
 * had it should not have had it.
 */
export async function refreshSession(
  dependencies: IdentityDependencies,
  refreshToken: string,
): Promise<Result<Session, 'invalid-refresh-token'>> {
  const token = parseRefreshToken(refreshToken);
  if (token === undefined) return refuse('invalid-refresh-token');
  const { random, digest, clock, refreshTokens, users } = dependencies;
  const secret = random.secret();
  const nowMs = clock.now();
  const rotated = await refreshTokens.rotate({
    familyId: token.familyId,
    digest: digest.sha256(token.secret),
    nextDigest: digest.sha256(secret),
    nowMs,
    nextExpiresAtMs: nowMs + REFRESH_LIFETIME_MS,
  });
  if (rotated === 'reused' || rotated === 'unknown') return refuse('invalid-refresh-token');
  const user = await users.findById(rotated.userId);
  if (user === undefined) return refuse('invalid-refresh-token');
  return ok(await sessionOf(dependencies, user, formatRefreshToken({ familyId: token.familyId, secret })));
}

/**
 * Exchanges the refresh token of a browser, at most once in COOKIE_REST_MS. The token before the newest is good for as long, and leads
 * to the same next one, so that whatever answer of several comes last, the browser is left with the newest. Later, using it ends the log-in.
 */
export async function renewSession(
  dependencies: IdentityDependencies,
  refreshToken: string,
): Promise<Result<Session, 'invalid-session'>> {
  const token = parseRefreshToken(refreshToken);
  if (token === undefined) return refuse('invalid-session');
  const { succession, digest, clock, refreshTokens, users } = dependencies;
  const next = { ...token, secret: succession.after(token.secret) };
  const nowMs = clock.now();
  const renewed = await refreshTokens.renew({
    familyId: token.familyId,
    digest: digest.sha256(token.secret),
    nextDigest: digest.sha256(next.secret),
    nowMs,
    nextExpiresAtMs: nowMs + REFRESH_LIFETIME_MS,
    restMs: COOKIE_REST_MS,
  });
  if (renewed === 'reused' || renewed === 'unknown') return refuse('invalid-session');
  const user = await users.findById(renewed.userId);
  if (user === undefined) return refuse('invalid-session');
  return ok(await sessionOf(dependencies, user, formatRefreshToken(renewed.newest === 'given' ? token : next)));
}

/**
 * Ends the log-in that a refresh token belongs to; one that is not known has ended already. Access tokens given out before
 * stay good until they expire, a quarter of an hour at most.
 */
export async function logOut(
  { refreshTokens }: Pick<IdentityDependencies, 'refreshTokens'>,
  refreshToken: string,
): Promise<void> {
  const token = parseRefreshToken(refreshToken);
  if (token !== undefined) await refreshTokens.end(token.familyId);
}

async function sessionOf(
  { accessTokens }: Pick<IdentityDependencies, 'accessTokens'>,
  user: User,
  refreshToken: string,
): Promise<Session> {
  const { token, expiresInSeconds } = await accessTokens.issue(principalOfUser(user));
  return { user, accessToken: token, expiresInSeconds, refreshToken };
}

function principalOfUser({ id, accountId, role }: User): Principal {
  return { kind: 'user', userId: id, accountId, role, scopes: scopesOf(role) };
}
