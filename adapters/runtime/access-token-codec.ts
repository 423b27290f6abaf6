import type { JWTPayload } from 'jose';
import type { Principal } from '@bourse/core/identity/principal.ts';
import { scopesOf } from '@bourse/core/identity/scope.ts';

/** What an access token says about a person who logged in. */
export function claimsOf({ kind, userId, accountId, role }: Principal): JWTPayload {
  if (kind !== 'user') throw new RangeError('only people who logged in get access tokens');
  return { sub: userId, role, ...(accountId === null ? {} : { account_id: accountId }) };
}

/** Reads the claims back; undefined when they are not ours. */
export function principalOfClaims(claims: JWTPayload): Principal | undefined {
  const { sub, role, account_id: accountId = null } = claims;
  if (sub === undefined || (role !== 'trader' && role !== 'operator')) return undefined;
  if (accountId !== null && typeof accountId !== 'string') return undefined;
  if ((role === 'trader') !== (accountId !== null)) return undefined;
  return { kind: 'user', userId: sub, accountId, role, scopes: scopesOf(role) };
}
