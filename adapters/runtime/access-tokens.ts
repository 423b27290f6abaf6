import type { KeyObject } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { AccessTokens } from '@bourse/application/ports/identity.ts';
import type { Principal } from '@bourse/core/identity/principal.ts';
import { claimsOf, principalOfClaims } from './access-token-codec.ts';
import { PassingMap } from '@bourse/core/caching/passing-map.ts';
import { RecentMap } from '@bourse/core/caching/recent-map.ts';
import type { SigningKey } from './signing-key.ts';

/** How long an access token is good for, in seconds. */
export const ACCESS_TOKEN_LIFETIME_SECONDS = 900;

/** Most tokens whose verification is remembered; each takes about a kilobyte. */
const MAX_REMEMBERED = 20_000;

/** Longer tokens than ours are not looked at. */
const MAX_TOKEN_LENGTH = 2_048;

const ISSUER = 'bourse';

/**
 * Access tokens as JWTs (RFC 7519) signed with Ed25519 (RFC 8037). A signature is checked once for each token: the outcome is
 * remembered until the token expires, because checking it each time would take longer than answering. Those who show a token while it is checked
 * for the first time wait for that one check: one of their own each would have them overtaken by whoever comes later. What `retired`, the key before this
 * one, signed stays good until it expires.
 */
export function createJwtAccessTokens(
  key: SigningKey,
  clock: Pick<Clock, 'now'>,
  retired: SigningKey | null = null,
): AccessTokens {
  const keys = retired === null ? [key] : [key, retired];
  const verified = new RecentMap<string, VerifiedToken>(MAX_REMEMBERED);
  const underWay = new PassingMap<string, Promise<Principal | undefined>>();

  async function check(token: string): Promise<Principal | undefined> {
    const claims = await verifiedClaims(token, keys, new Date(clock.now()));
    const person = claims && principalOfClaims(claims);
    if (person === undefined || claims?.exp === undefined) return undefined;
    const expiresAtMs = claims.exp * 1_000;
    const principal = { ...person, expiresAtMs };
    verified.set(token, { principal, expiresAtMs });
    return principal;
  }

  function checkOnce(token: string): Promise<Principal | undefined> {
    const checking = underWay.get(token) ?? check(token).finally(() => underWay.delete(token));
    underWay.set(token, checking);
    return checking;
  }

  return {
    async issue(principal) {
      const issuedAt = Math.floor(clock.now() / 1_000);
      const token = await new SignJWT(claimsOf(principal))
        .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: key.publicKey.kid })
        .setIssuer(ISSUER)
        .setAudience(ISSUER)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + ACCESS_TOKEN_LIFETIME_SECONDS)
        .sign(key.privateKey);
      return { token, expiresInSeconds: ACCESS_TOKEN_LIFETIME_SECONDS };
    },
    verify(token) {
      const known = verified.get(token);
      if (known === undefined) return token.length > MAX_TOKEN_LENGTH ? undefined : checkOnce(token);
      if (known.expiresAtMs > clock.now()) return known.principal;
      verified.delete(token);
      return undefined;
    },
    publicKeys: () => keys.map(({ publicKey }) => publicKey),
  };
}

interface VerifiedToken {
  readonly principal: Principal;
  readonly expiresAtMs: number;
}

function keyNamed(kid: string | undefined, keys: readonly SigningKey[]): KeyObject {
  const found = keys.find(({ publicKey }) => publicKey.kid === kid);
  if (found === undefined) throw new errors.JWKSNoMatchingKey();
  return found.verificationKey;
}

async function verifiedClaims(token: string, keys: readonly SigningKey[], currentDate: Date) {
  try {
    const { payload } = await jwtVerify(token, ({ kid }) => keyNamed(kid, keys), {
      algorithms: ['EdDSA'],
      typ: 'JWT',
      issuer: ISSUER,
      audience: ISSUER,
      currentDate,
      requiredClaims: ['exp', 'sub'],
    });
    return payload;
  } catch (error) {
    // Whatever is wrong with the token, it is worth nothing; anything else is not the token's doing.
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
