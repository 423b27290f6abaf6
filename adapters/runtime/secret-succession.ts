import type { SecretSuccession } from '@bourse/application/ports/identity.ts';
import type { SigningKey } from './signing-key.ts';
import { createTextSigner } from './text-signer.ts';

/** The next secret is the HMAC of the one before it, by a key derived from the signing key: every process comes to the same. */
export function createSecretSuccession(key: Pick<SigningKey, 'privateKey'>): SecretSuccession {
  const signer = createTextSigner(key, 'secret succession');
  return { after: (secret) => signer.sign(secret) };
}
