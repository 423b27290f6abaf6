import { generateKeyPairSync } from 'node:crypto';
import { createJwtAccessTokens } from '@bourse/runtime/access-tokens.ts';
import { createUuidIds } from '@bourse/runtime/ids.ts';
import { readSigningKey } from '@bourse/runtime/signing-key.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import { scopesOf } from '@bourse/core/identity/scope.ts';

/** A trader of the load: an account and the right to act for it. */
export interface Trader {
  readonly accountId: string;
  readonly token: string;
}

/** The key that a Bourse is started with, and whoever it vouches for. */
export interface TraderOffice {
  /** For BOURSE_SIGNING_KEY. */
  readonly signingKey: string;
  /** Makes traders. Signing is much quicker than registering, which is slow on purpose, and an account begins with its first deposit. */
  traders(count: number): Promise<readonly Trader[]>;
  /** A new access token, good for a quarter of an hour, of the one operator that there is. */
  operatorToken(): Promise<string>;
}

/** Opens an office with a new key. */
export function openTraderOffice(): TraderOffice {
  const { privateKey } = generateKeyPairSync('ed25519');
  const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const ids = createUuidIds(systemClock);
  const operatorId = ids.next();
  return {
    signingKey,
    async operatorToken() {
      const tokens = createJwtAccessTokens(await readSigningKey(signingKey), systemClock);
      const { token } = await tokens.issue({
        kind: 'user',
        userId: operatorId,
        accountId: null,
        role: 'operator',
        scopes: scopesOf('operator'),
      });
      return token;
    },
    async traders(count) {
      const tokens = createJwtAccessTokens(await readSigningKey(signingKey), systemClock);
      return Promise.all(
        Array.from({ length: count }, async () => {
          const [userId, accountId] = [ids.next(), ids.next()];
          const { token } = await tokens.issue({
            kind: 'user',
            userId,
            accountId,
            role: 'trader',
            scopes: scopesOf('trader'),
          });
          return { accountId, token };
        }),
      );
    },
  };
}
