import { isApiKeyFormat, principalOf } from '@bourse/core/identity/api-key.ts';
import type { Principal } from '@bourse/core/identity/principal.ts';
import { scopesOf } from '@bourse/core/identity/scope.ts';
import type { IdentityDependencies } from './identity-dependencies.ts';
import { BOOTSTRAP_USER_ID } from './register.ts';

/** What a caller shows: an access token, or an API key. */
export type Credential =
  { readonly type: 'bearer'; readonly token: string } | { readonly type: 'api-key'; readonly key: string };

/**
 * Tells who shows a credential, at once where that is known already; undefined when it is worth nothing. Rejects with Fault('unavailable') when it
 * cannot be known now.
 */
export type Authenticate = (credential: Credential) => Principal | undefined | Promise<Principal | undefined>;

type Dependencies = Pick<
  IdentityDependencies,
  'apiKeys' | 'accessTokens' | 'outsideUsers' | 'digest' | 'clock' | 'operatorKey'
>;

/** How exactly the last use of a key is told, in milliseconds; more would cost a write for each call. */
const LAST_USE_RESOLUTION_MS = 60_000;

const BOOTSTRAP_OPERATOR: Principal = {
  kind: 'api-key',
  userId: BOOTSTRAP_USER_ID,
  accountId: null,
  role: 'operator',
  scopes: scopesOf('operator'),
};

/** Knows callers by access tokens, ours and those of an outside issuer, by kept API keys, and by the bootstrap operator's key. */
export function createAuthenticate(dependencies: Dependencies): Authenticate {
  const { accessTokens, outsideUsers, digest, operatorKey } = dependencies;
  const byToken =
    outsideUsers === null
      ? (token: string) => accessTokens.verify(token)
      : async (token: string) => (await accessTokens.verify(token)) ?? outsideUsers.principalOf(token);
  // Digests are compared instead of keys, so the time it takes says nothing about the key.
  const operatorDigest = operatorKey === null ? null : digest.sha256(operatorKey);
  return (credential) => {
    if (credential.type === 'bearer') return byToken(credential.token);
    const keyDigest = digest.sha256(credential.key);
    if (keyDigest === operatorDigest) return BOOTSTRAP_OPERATOR;
    return isApiKeyFormat(credential.key) ? byKeptKey(dependencies, keyDigest) : undefined;
  };
}

async function byKeptKey({ apiKeys, clock }: Dependencies, keyDigest: string): Promise<Principal | undefined> {
  const key = await apiKeys.findByDigest(keyDigest);
  if (key === undefined) return undefined;
  const nowMs = clock.now();
  const principal = principalOf(key, nowMs);
  if (principal === null) return undefined;
  if (nowMs - (key.lastUsedAtMs ?? 0) >= LAST_USE_RESOLUTION_MS) await apiKeys.recordUse(keyDigest, nowMs);
  return principal;
}
