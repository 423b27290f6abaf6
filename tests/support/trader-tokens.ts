import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createJwtAccessTokens } from '@bourse/runtime/access-tokens.ts';
import { readSigningKey } from '@bourse/runtime/signing-key.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import { scopesOf } from '@bourse/core/identity/scope.ts';

/** Makes traders without registering them: hashing a password takes a tenth of a second, and a token says all that Bourse wants to know. */
export interface TraderTokens {
  /** BOURSE_SIGNING_KEY of the processes that shall believe the tokens. */
  readonly signingKey: string;
  /** A token of the owner of an account, good for a quarter of an hour. */
  tokenOf(accountId: string): Promise<string>;
}

/** Draws a signing key. */
export async function traderTokens(): Promise<TraderTokens> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const accessTokens = createJwtAccessTokens(await readSigningKey(signingKey), systemClock);
  return {
    signingKey,
    async tokenOf(accountId) {
      const scopes = scopesOf('trader');
      const trader = { kind: 'user', userId: randomUUID(), accountId, role: 'trader', scopes } as const;
      return (await accessTokens.issue(trader)).token;
    },
  };
}
