import { createHmac, generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KEY_TIMES } from '@bourse/oidc/issuer-keys.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import type { TestIssuer } from './test-issuer.ts';
import { startTestIssuer } from './test-issuer.ts';

const SUBJECTS = {
  ada: { preferred_username: 'ada', email: 'ada@example.com', email_verified: true },
  'other-ada': { preferred_username: 'Ada', email: 'ada@example.com', email_verified: true },
  unverified: { preferred_username: 'carol', email: 'carol@example.com', email_verified: false },
  nameless: {},
  chief: { preferred_username: 'chief', realm_access: { roles: ['auditor', 'operator'] } },
  rotated: {},
  waiting: {},
  crowd: { preferred_username: 'crowd' },
};

const clock = createMovableClock();
let issuer: TestIssuer;
let test: TestPlatform;

beforeAll(async () => {
  issuer = await startTestIssuer(SUBJECTS);
  test = await startTestPlatform(
    ['api', 'worker'],
    { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: 'urn:bourse', OIDC_ROLE_CLAIM: 'realm_access.roles' },
    clock,
  );
});

afterAll(async () => {
  await test.stop();
  await issuer.stop();
});

beforeEach(() => {
  issuer.setDown(false);
});

const profile = (token: string) =>
  test.app.inject({ url: '/api/v1/auth/profile', headers: { authorization: `Bearer ${token}` } });

interface Profile {
  readonly user_id: string;
  readonly account_id: string | null;
  readonly username: string;
  readonly email: string;
  readonly role: string;
}

async function profileOf(subject: string): Promise<Profile> {
  const response = await profile(await issuer.token(subject));
  if (response.statusCode !== 200) throw new Error(response.body);
  return response.json<Profile>();
}

describe('somebody with a token of the outside issuer', () => {
  it('is a trader with an account from the first request on, and the same one ever after', async () => {
    const first = await profileOf('ada');
    expect(first).toMatchObject({ username: 'ada', email: 'ada@example.com', role: 'trader' });
    expect(await profileOf('ada')).toEqual(first);
    const headers = { authorization: `Bearer ${await issuer.token('ada')}`, 'idempotency-key': 'first' };
    const deposited = await test.app.inject({
      method: 'POST',
      url: '/api/v1/account/deposits',
      headers,
      payload: { amount: '100.00' },
    });
    expect(deposited.statusCode).toBe(201);
    const account = await test.app.inject({ url: '/api/v1/account', headers });
    expect(account.json()).toMatchObject({ account_id: first.account_id, cash: '100.00' });
  });

  it('is made once, however many requests come first at the same moment', async () => {
    const tokens = await Promise.all(Array.from({ length: 10 }, () => issuer.token('crowd')));
    const profiles = await Promise.all(tokens.map((token) => profile(token)));
    const seen = new Set(profiles.map(({ body }) => body));
    expect([...seen]).toHaveLength(1);
    expect(profiles[0]!.json()).toMatchObject({ username: 'crowd' });
  });

  it('takes over nobody who has the same name or address', async () => {
    const payload = { username: 'carol', email: 'carol@example.com', password: 'correct horse battery staple' };
    const local = await test.app.inject({ method: 'POST', url: '/api/v1/auth/register', payload });
    expect(local.statusCode).toBe(201);
    const carol = await profileOf('unverified');
    expect(carol.username).toMatch(/^carol-[0-9a-f]{12}$/);
    expect(carol.email).toBe(`${carol.user_id}@outside.invalid`);
    expect(carol.user_id).not.toBe(local.json<Profile>().user_id);
    const ada = await profileOf('ada');
    const other = await profileOf('other-ada');
    expect(other.username).toMatch(/^Ada-[0-9a-f]{12}$/);
    expect(other.user_id).not.toBe(ada.user_id);
    expect((await profileOf('nameless')).username).toMatch(/^user-[0-9a-f]{12}$/);
  });

  it('cannot log in with a password', async () => {
    await profileOf('ada');
    const payload = { username: 'ada', password: 'null' };
    const response = await test.app.inject({ method: 'POST', url: '/api/v1/auth/login', payload });
    expect(response.statusCode).toBe(401);
  });

  it('is an operator, without an account, when the claim for roles says so', async () => {
    expect(await profileOf('chief')).toMatchObject({ role: 'operator', account_id: null, username: 'chief' });
  });

  it('is let in until the token expires', async () => {
    const token = await issuer.token('ada');
    expect((await profile(token)).statusCode).toBe(200);
    clock.advance(601_000);
    expect((await profile(token)).statusCode).toBe(401);
    clock.advance(-601_000);
  });
});

describe('a token', () => {
  const forged = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const seconds = (): number => Math.floor(clock.now() / 1_000);
  const claims = () => ({ iss: issuer.url, aud: 'urn:bourse', sub: 'ada', iat: seconds(), exp: seconds() + 60 });

  it('for another audience is worth nothing', async () => {
    expect((await profile(await issuer.token('ada', 'urn:other'))).statusCode).toBe(401);
  });

  it('that is forged is worth nothing, with a known key id or an invented one', async () => {
    const [head = ''] = (await issuer.token('ada')).split('.');
    const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string };
    for (const header of [
      { alg: 'ES256', kid },
      { alg: 'ES256', kid: 'invented' },
    ]) {
      const token = await new SignJWT(claims()).setProtectedHeader(header).sign(forged);
      expect((await profile(token)).statusCode).toBe(401);
    }
  });

  it('without a signature, or signed with the public key as a secret, is worth nothing', async () => {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none' })}.${part(claims())}.`;
    expect((await profile(unsigned)).statusCode).toBe(401);
    const published = await (await fetch(`${issuer.url}/jwks`)).text();
    const signed = `${part({ alg: 'HS256' })}.${part(claims())}`;
    const mac = createHmac('sha256', published).update(signed).digest('base64url');
    expect((await profile(`${signed}.${mac}`)).statusCode).toBe(401);
  });

  it('of another issuer makes nobody be asked', async () => {
    const before = issuer.asked.length;
    const token = await new SignJWT({ ...claims(), iss: 'https://elsewhere.example' })
      .setProtectedHeader({ alg: 'ES256', kid: 'elsewhere' })
      .sign(forged);
    expect((await profile(token)).statusCode).toBe(401);
    expect(issuer.asked).toHaveLength(before);
  });

  it('that is tampered with is worth nothing', async () => {
    const [head = '', , signature = ''] = (await issuer.token('ada')).split('.');
    const body = Buffer.from(JSON.stringify({ ...claims(), realm_access: { roles: ['operator'] } })).toString(
      'base64url',
    );
    expect((await profile(`${head}.${body}.${signature}`)).statusCode).toBe(401);
  });
});

describe('the keys of the issuer', () => {
  it('are fetched anew for a key that is not known, and not again for a while', async () => {
    await profileOf('ada');
    clock.advance(KEY_TIMES.coolDownMs);
    issuer.rotate();
    const token = await issuer.token('rotated');
    expect((await profile(token)).statusCode).toBe(200);
    const fetches = () => issuer.asked.filter((path) => path === '/jwks').length;
    const before = fetches();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (let count = 0; count < 20; count += 1) {
      const invented = await new SignJWT({ iss: issuer.url, aud: 'urn:bourse', sub: 'x' })
        .setExpirationTime('1h')
        .setProtectedHeader({ alg: 'ES256', kid: `invented-${count.toString()}` })
        .sign(privateKey);
      expect((await profile(invented)).statusCode).toBe(401);
    }
    expect(fetches()).toBe(before);
  });

  it('that are known go on to be good while the issuer is down, and new ones get 503', async () => {
    const known = await issuer.token('waiting');
    clock.advance(KEY_TIMES.coolDownMs);
    issuer.rotate();
    const rotated = await issuer.token('nameless');
    issuer.setDown(true);
    expect((await profile(known)).statusCode).toBe(200);
    const unknown = await profile(rotated);
    expect(unknown.statusCode).toBe(503);
    expect(unknown.headers['retry-after']).toBe('1');
    issuer.setDown(false);
    clock.advance(KEY_TIMES.failurePauseMs);
    expect((await profile(rotated)).statusCode).toBe(200);
  });

  it('that cannot be used get 503: nobody but the issuer can help', async () => {
    clock.advance(KEY_TIMES.coolDownMs);
    issuer.rotate();
    const token = await issuer.token('ada');
    issuer.spoilKeys();
    const refused = await profile(token);
    expect(refused.statusCode).toBe(503);
    expect(refused.headers['retry-after']).toBe('1');
  });
});
