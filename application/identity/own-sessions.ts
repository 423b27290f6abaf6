import type { Principal } from '@bourse/core/identity/principal.ts';
import { parseRefreshToken } from '@bourse/core/identity/refresh-token.ts';
import type { Result } from '@bourse/core/result.ts';
import { ok, refuse } from '@bourse/core/result.ts';
import type { IdentityDependencies } from './identity-dependencies.ts';
import { REFRESH_LIFETIME_MS } from './sessions.ts';

/** A log-in as its owner sees it. */
export interface OwnSession {
  readonly id: string;
  readonly beganAtMs: number;
  readonly lastUsedAtMs: number;
  readonly endsAtMs: number;
  readonly userAgent: string | null;
  /** Whether it is the one that the caller's refresh token belongs to. */
  readonly isCurrent: boolean;
}

type Dependencies = Pick<IdentityDependencies, 'refreshTokens' | 'clock'>;

/** The log-ins of the caller, the one that was used last first; `refreshToken` is that of the caller where it is known. */
export async function listOwnSessions(
  { refreshTokens, clock }: Dependencies,
  caller: Principal,
  refreshToken: string | undefined,
): Promise<readonly OwnSession[]> {
  const currentId = familyOf(refreshToken);
  const families = await refreshTokens.list(caller.userId, clock.now());
  return families.map(({ id, beganAtMs, expiresAtMs, endsAtMs, userAgent }) => ({
    ...{ id, beganAtMs, userAgent },
    lastUsedAtMs: expiresAtMs - REFRESH_LIFETIME_MS,
    endsAtMs: Math.min(endsAtMs, expiresAtMs),
    isCurrent: id === currentId,
  }));
}

/** Ends one log-in of the caller. Access tokens that it gave out stay good for a quarter of an hour at most. */
export async function endOwnSession(
  { refreshTokens }: Dependencies,
  caller: Principal,
  id: string,
): Promise<Result<'ended', 'unknown-session'>> {
  const ended = await refreshTokens.endOwn(caller.userId, id);
  return ended === 'ended' ? ok(ended) : refuse('unknown-session');
}

/** Ends every log-in of the caller but the one of this refresh token; without one all of them. */
export async function endOtherSessions(
  { refreshTokens }: Dependencies,
  caller: Principal,
  refreshToken: string | undefined,
): Promise<void> {
  await refreshTokens.endOthers(caller.userId, familyOf(refreshToken) ?? null);
}

function familyOf(refreshToken: string | undefined): string | undefined {
  return refreshToken === undefined ? undefined : parseRefreshToken(refreshToken)?.familyId;
}
