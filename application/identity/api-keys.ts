import type { ApiKey, ApiKeyForm } from '@bourse/core/identity/api-key.ts';
import { formatApiKey, MAX_API_KEYS } from '@bourse/core/identity/api-key.ts';
import type { Principal } from '@bourse/core/identity/principal.ts';
import type { Result } from '@bourse/core/result.ts';
import { ok, refuse } from '@bourse/core/result.ts';
import type { IdentityDependencies } from './identity-dependencies.ts';

/** A key that was made; or the id of the one that the same request made before, which cannot be shown again. */
export type ApiKeyMade = { readonly apiKey: ApiKey; readonly key: string } | { readonly madeBefore: string };

/**
 * Makes a key from a form that apiKeyFaults finds nothing wrong with. The key itself is in the answer and nowhere else. `idempotencyKey` is its maker's
 * own name for the request, null without one.
 */
export async function createApiKey(
  { apiKeys, ids, random, digest, clock }: IdentityDependencies,
  maker: Principal,
  form: ApiKeyForm,
  idempotencyKey: string | null,
): Promise<Result<ApiKeyMade, 'too-many-api-keys'>> {
  const key = formatApiKey(random.secret());
  const { userId, accountId, role } = maker;
  const apiKey: ApiKey = {
    id: ids.next(),
    name: form.name,
    owner: { userId, accountId, role },
    scopes: [...new Set(form.scopes)],
    createdAtMs: clock.now(),
    expiresAtMs: form.expiresAtMs,
    lastUsedAtMs: null,
  };
  const added = await apiKeys.add(apiKey, { digest: digest.sha256(key), idempotencyKey }, MAX_API_KEYS);
  if (added === 'too-many') return refuse('too-many-api-keys');
  return ok(added === 'added' ? { apiKey, key } : added);
}

/** A page of the caller's keys, oldest first, those behind `afterId` if it is not null. */
export function listApiKeys(
  { apiKeys }: Pick<IdentityDependencies, 'apiKeys'>,
  caller: Principal,
  page: { readonly afterId: string | null; readonly limit: number },
): Promise<readonly ApiKey[]> {
  return apiKeys.list(caller.userId, page.afterId, page.limit);
}

/** Makes one of the caller's keys useless. */
export async function revokeApiKey(
  { apiKeys }: Pick<IdentityDependencies, 'apiKeys'>,
  caller: Principal,
  id: string,
): Promise<Result<'revoked', 'unknown-api-key'>> {
  const revoked = await apiKeys.revoke(caller.userId, id);
  return revoked === 'revoked' ? ok(revoked) : refuse('unknown-api-key');
}
