import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { ConfigurationError, readSettings } from './settings-codec.ts';

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

it('names the faults of single settings and of settings that do not go together at once', () => {
  const faults = faultsOf({
    BOURSE_PORT: 'abc',
    BOURSE_SIGNING_KEY: 'a secret that is no key',
    VENDOR_URL: 'http://127.0.0.1:9000',
    OIDC_ISSUER: 'https://id.example.com',
  });
  expect(faults).toEqual([
    'BOURSE_PORT must be a whole number from 0 to 65535; it is "abc".',
    'BOURSE_SIGNING_KEY must be a private Ed25519 key, as PEM (PKCS #8) or as a JSON Web Key; make one with: openssl genpkey -algorithm ed25519.',
    'VENDOR_API_KEY must be set together with VENDOR_URL.',
    'OIDC_ISSUER and OIDC_AUDIENCE must be set together.',
  ]);
});

it('says nothing of how a setting goes with one that has a fault of its own', () => {
  const faults = faultsOf({
    VENDOR_URL: 'nowhere',
    BOURSE_SIGNING_KEY: 'none',
    BOURSE_RETIRED_SIGNING_KEY: signingKey(),
  });
  expect(faults).toEqual([
    expect.stringMatching(/^BOURSE_SIGNING_KEY must be a private Ed25519 key/),
    expect.stringMatching(/^VENDOR_URL must be an address/),
  ]);
});

function signingKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
