import { generateKeyPairSync } from 'node:crypto';
import { createLocalJWKSet, decodeProtectedHeader, exportJWK, jwtVerify, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '@bourse/core/identity/principal.ts';
import { scopesOf } from '@bourse/core/identity/scope.ts';
import { createJwtAccessTokens } from './access-tokens.ts';
import type { SigningKey } from './signing-key.ts';
import { readSigningKey } from './signing-key.ts';

const TRADER: Principal = { kind: 'user', userId: 'u-1', accountId: 'a-1', role: 'trader', scopes: scopesOf('trader') };
const OPERATOR: Principal = {
  kind: 'user',
  userId: 'u-2',
  accountId: null,
  role: 'operator',
  scopes: scopesOf('operator'),
};
const START_MS = 1_775_000_000_000;
const EXPIRY_MS = START_MS + 900_000;

let key: SigningKey;
let nowMs = START_MS;
const clock = { now: () => nowMs };

beforeAll(async () => {
  key = await readSigningKey(pemOf(generateKeyPairSync('ed25519').privateKey));
});

function pemOf(privateKey: { export(options: { type: 'pkcs8'; format: 'pem' }): string | Buffer }): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

describe('access tokens', () => {
  it('say who they were issued to', async () => {
    const tokens = createJwtAccessTokens(key, clock);
    for (const principal of [TRADER, OPERATOR]) {
      const { token, expiresInSeconds } = await tokens.issue(principal);
      expect(expiresInSeconds).toBe(900);
      expect(await tokens.verify(token)).toEqual({ ...principal, expiresAtMs: EXPIRY_MS });
      expect(await tokens.verify(token)).toEqual({ ...principal, expiresAtMs: EXPIRY_MS });
    }
  });

  it('are known at once when they were verified before', async () => {
    const tokens = createJwtAccessTokens(key, clock);
    const { token } = await tokens.issue(TRADER);
    const principal = await tokens.verify(token);
    expect(principal).toMatchObject(TRADER);
    expect(tokens.verify(token)).toBe(principal);
  });

  it('are checked once for all who show one at the same time, a forged one too', async () => {
    const tokens = createJwtAccessTokens(key, clock);
    const { token } = await tokens.issue(TRADER);
    const verifyTwice = (shown: string) => Promise.all([tokens.verify(shown), tokens.verify(shown)]);
    const [first, second] = await verifyTwice(token);
    expect(first).toEqual({ ...TRADER, expiresAtMs: EXPIRY_MS });
    // Each check makes a principal of its own.
    expect(second).toBe(first);
    expect(await verifyTwice(`${token.slice(0, -4)}AAAA`)).toEqual([undefined, undefined]);
  });

  it('can be verified by anybody with the published keys', async () => {
    const tokens = createJwtAccessTokens(key, clock);
    const { token } = await tokens.issue(TRADER);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'JWT', kid: key.publicKey.kid });
    const keys = createLocalJWKSet({ keys: tokens.publicKeys().map((one) => ({ ...one })) });
    const { payload } = await jwtVerify(token, keys, {
      issuer: 'bourse',
      audience: 'bourse',
      currentDate: new Date(nowMs),
    });
    expect(payload).toMatchObject({ sub: 'u-1', account_id: 'a-1', role: 'trader' });
  });

  it('of the key before this one stay good, and both are published', async () => {
    const next = await readSigningKey(pemOf(generateKeyPairSync('ed25519').privateKey));
    const { token } = await createJwtAccessTokens(key, clock).issue(TRADER);
    const tokens = createJwtAccessTokens(next, clock, key);
    expect(await tokens.verify(token)).toEqual({ ...TRADER, expiresAtMs: EXPIRY_MS });
    expect(decodeProtectedHeader((await tokens.issue(TRADER)).token).kid).toBe(next.publicKey.kid);
    expect(tokens.publicKeys()).toEqual([next.publicKey, key.publicKey]);
    expect(await createJwtAccessTokens(next, clock).verify(token)).toBeUndefined();
  });

  it('are worth nothing after fifteen minutes, remembered or not', async () => {
    nowMs = START_MS;
    const [remembering, fresh] = [createJwtAccessTokens(key, clock), createJwtAccessTokens(key, clock)];
    const { token } = await remembering.issue(TRADER);
    expect(await remembering.verify(token)).toEqual({ ...TRADER, expiresAtMs: EXPIRY_MS });
    nowMs = EXPIRY_MS - 1;
    expect(await remembering.verify(token)).toEqual({ ...TRADER, expiresAtMs: EXPIRY_MS });
    nowMs = EXPIRY_MS;
    expect(await remembering.verify(token)).toBeUndefined();
    expect(await fresh.verify(token)).toBeUndefined();
    nowMs = START_MS;
  });

  it('are worth nothing when damaged, forged, or not made for this', async () => {
    const tokens = createJwtAccessTokens(key, clock);
    const { token } = await tokens.issue(TRADER);
    const stranger = createJwtAccessTokens(
      await readSigningKey(pemOf(generateKeyPairSync('ed25519').privateKey)),
      clock,
    );
    const [header = '', payload = '', signature = ''] = token.split('.');
    const none = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`;
    const forgeries = [
      '',
      'x'.repeat(10_000),
      `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
      `${header}.${Buffer.from('{"sub":"u-9","role":"operator"}').toString('base64url')}.${signature}`,
      none,
      (await stranger.issue(TRADER)).token,
      await signedBy(key, { sub: 'u-1', role: 'trader' }, 'bourse'),
      await signedBy(key, { sub: 'u-1', role: 'operator', account_id: 'a-1' }, 'bourse'),
      await signedBy(key, { sub: 'u-1', role: 'admin' }, 'bourse'),
      await signedBy(key, { sub: 'u-2', role: 'operator' }, 'somebody else'),
    ];
    // Known by now, so that who only looks like it could be taken for it.
    expect(await tokens.verify(token)).toEqual({ ...TRADER, expiresAtMs: EXPIRY_MS });
    for (const forgery of forgeries) expect(await tokens.verify(forgery)).toBeUndefined();
  });

  it('refuse the public key used as a shared secret', async () => {
    const secret = Buffer.from(JSON.stringify(await exportJWK(key.verificationKey)));
    const confused = await new SignJWT({ sub: 'u-2', role: 'operator' })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer('bourse')
      .setAudience('bourse')
      .setExpirationTime(Math.floor(nowMs / 1_000) + 60)
      .sign(secret);
    expect(await createJwtAccessTokens(key, clock).verify(confused)).toBeUndefined();
  });

  it('are not given to programs', async () => {
    await expect(createJwtAccessTokens(key, clock).issue({ ...TRADER, kind: 'api-key' })).rejects.toThrow(RangeError);
  });
});

function signedBy(signingKey: SigningKey, claims: Record<string, string>, audience: string): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT' })
    .setIssuer('bourse')
    .setAudience(audience)
    .setExpirationTime(Math.floor(START_MS / 1_000) + 60)
    .sign(signingKey.privateKey);
}
