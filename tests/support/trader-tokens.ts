import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { scopesOf } from '@bourse/core/identity/scope.ts';
import { createJwtAccessTokens } from '@bourse/runtime/access-tokens.ts';
import { readSigningKey } from '@bourse/runtime/signing-key.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import type { TraderClient } from './trader-client.ts';
import { createTraderClient } from './trader-client.ts';

/** Makes traders without registering them: hashing a password takes a tenth of a second, and a token says all that Bourse wants to know. */
export interface TraderTokens {
  /** BOURSE_SIGNING_KEY of the processes that shall believe the tokens. */
  readonly signingKey: string;
  /** A new trader who talks to the API wherever it is at the moment. */
  trader(url: () => Promise<string> | string): TraderClient;
}

/** A token is good for fifteen minutes. */
const TOKEN_REUSE_MS = 600_000;

/** Draws a signing key. */
export async function createTraderTokens(): Promise<TraderTokens> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const accessTokens = createJwtAccessTokens(await readSigningKey(signingKey), systemClock);
  const scopes = scopesOf('trader');
  return {
    signingKey,
    trader(url) {
      const owner = { kind: 'user', userId: randomUUID(), accountId: randomUUID(), role: 'trader', scopes } as const;
      let current = { token: '', issuedAtMs: -Infinity };
      return createTraderClient(owner.accountId, async () => {
        const nowMs = performance.now();
        if (nowMs - current.issuedAtMs > TOKEN_REUSE_MS) {
          current = { token: (await accessTokens.issue(owner)).token, issuedAtMs: nowMs };
        }
        return { url: await url(), token: current.token };
      });
    },
  };
}
