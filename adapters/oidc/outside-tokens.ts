import type { Clock } from '@bourse/application/ports/clock.ts';
import { Fault, isFault } from '@bourse/application/ports/fault.ts';
import type { OutsideIdentity, OutsideTokens } from '@bourse/application/ports/identity.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { decodeJwt, errors, jwtVerify } from 'jose';
import { claimNames } from './claim-names.ts';
import { createIssuerKeys } from './issuer-keys.ts';

/** Which tokens are believed. */
export interface OidcOptions {
  /** As the issuer writes itself, "https://id.example.com/realms/desk". */
  readonly issuer: string;
  /** What tokens for us name in `aud`. */
  readonly audience: string;
  /** The claim that tells roles; null: everybody is a trader. A dot leads into an object, unless a claim is called so. */
  readonly roleClaim: string | null;
  /** What that claim is, or lists, for operators. */
  readonly operatorRole: string;
}

/** Signatures by private keys only: with a shared secret whoever verifies could sign, and "none" is no signature. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Kinds of tokens that let somebody in (RFC 9068, RFC 7519); others, such as log-out tokens, are signed by the same keys. */
const TYPES: readonly (string | undefined)[] = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];

const MAX_TOKEN_LENGTH = 8_192;

/** Verifies tokens of one outside issuer as JSON Web Tokens: signature, issuer, audience, expiry and beginning. */
export function createOidcTokens(
  options: OidcOptions,
  { clock, logger }: { readonly clock: Pick<Clock, 'now'>; readonly logger: Logger },
): OutsideTokens {
  const keys = createIssuerKeys(options.issuer, { clock, logger });
  return {
    async verify(token) {
      // What does not even claim to be from the issuer is no reason to ask it for anything.
      if (token.length > MAX_TOKEN_LENGTH || issuerOf(token) !== options.issuer) return undefined;
      const claims = await verifiedClaims(token, keys, options, new Date(clock.now()));
      return claims && identityOf(claims, options);
    },
  };
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

async function verifiedClaims(
  token: string,
  keys: JWTVerifyGetKey,
  { issuer, audience }: OidcOptions,
  currentDate: Date,
): Promise<JWTPayload | undefined> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer,
      audience,
      currentDate,
      requiredClaims: ['exp', 'sub'],
    });
    return TYPES.includes(protectedHeader.typ?.toLowerCase()) ? payload : undefined;
  } catch (error) {
    // Whatever is wrong with the token, it is worth nothing; an issuer that cannot be asked is not the token's doing.
    if (error instanceof errors.JOSEError) return undefined;
    if (isFault(error, 'unavailable')) throw error;
    // The token names a key of the issuer that is no key, or one too weak to be believed.
    throw new Fault('unavailable', `the OpenID Connect issuer ${issuer} offers a key that cannot be used`, error);
  }
}

function identityOf(claims: JWTPayload, { issuer, roleClaim, operatorRole }: OidcOptions): OutsideIdentity | undefined {
  const { sub: subject, exp, preferred_username: preferred, email, email_verified: verified } = claims;
  if (subject === undefined || subject === '' || subject.length > 255 || exp === undefined) return undefined;
  const isOperator = roleClaim !== null && claimNames(claims, roleClaim, operatorRole);
  return {
    issuer,
    subject,
    role: isOperator ? 'operator' : 'trader',
    preferredUsername: typeof preferred === 'string' ? preferred : null,
    email: typeof email === 'string' && verified === true ? email : null,
    expiresAtMs: exp * 1_000,
  };
}
