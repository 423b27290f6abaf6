import type { User } from '@bourse/application/ports/identity.ts';
import type { OwnSession } from '@bourse/application/identity/own-sessions.ts';
import type { Session } from '@bourse/application/identity/sessions.ts';
import type { ApiKey } from '@bourse/core/identity/api-key.ts';
import { formatTime } from '@bourse/core/time/utc.ts';

/** A log-in as it goes over the wire. */
export function sessionJson({ accessToken, expiresInSeconds, refreshToken }: Session) {
  return {
    access_token: accessToken,
    token_type: 'Bearer' as const,
    expires_in: expiresInSeconds,
    refresh_token: refreshToken,
  };
}

/** A log-in of a browser, whose refresh token is in a cookie. */
export function browserSessionJson({ user, accessToken, expiresInSeconds }: Session) {
  return {
    access_token: accessToken,
    token_type: 'Bearer' as const,
    expires_in: expiresInSeconds,
    user: { id: user.id, username: user.username, role: user.role, account_id: user.accountId },
  };
}

/** A user as its owner sees it. */
export function profileJson({ id, accountId, username, email, role, createdAtMs }: User) {
  return { user_id: id, account_id: accountId, username, email, role, created_at: formatTime(createdAtMs) };
}

/** A log-in as its owner sees it. */
export function ownSessionJson({ id, beganAtMs, lastUsedAtMs, endsAtMs, userAgent, isCurrent }: OwnSession) {
  return {
    id,
    began_at: formatTime(beganAtMs),
    last_used_at: formatTime(lastUsedAtMs),
    ends_at: formatTime(endsAtMs),
    user_agent: userAgent,
    current: isCurrent,
  };
}

/** An API key with the key, as its maker sees it once. */
export function createdApiKeyJson({ apiKey, key }: { readonly apiKey: ApiKey; readonly key: string }) {
  const { id, name, scopes, expires_at } = apiKeyJson(apiKey);
  return { id, key, name, scopes, expires_at };
}

/** An API key without the key. */
export function apiKeyJson({ id, name, scopes, createdAtMs, expiresAtMs, lastUsedAtMs }: ApiKey) {
  return {
    id,
    name,
    scopes: [...scopes],
    created_at: formatTime(createdAtMs),
    expires_at: expiresAtMs === null ? null : formatTime(expiresAtMs),
    last_used_at: lastUsedAtMs === null ? null : formatTime(lastUsedAtMs),
  };
}
