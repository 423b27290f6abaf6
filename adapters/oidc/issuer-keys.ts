import type { Clock } from '@bourse/application/ports/clock.ts';
import { Fault, isFault } from '@bourse/application/ports/fault.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { createLocalJWKSet, errors } from 'jose';
import { issuerDocument } from './issuer-document.ts';

/** When keys are fetched, in milliseconds. */
export const KEY_TIMES = {
  /** Keys as old as this are fetched anew, while the old ones go on to be used. */
  freshMs: 600_000,
  /** Keys as old as this are not used any more: what the issuer withdrew is good for no longer. */
  usableMs: 86_400_000,
  /** A key that is not known makes the keys be fetched at most this often. */
  coolDownMs: 30_000,
  /** After a failure nothing is fetched for this long. */
  failurePauseMs: 2_000,
} as const;

/** The keys of an issuer, found by its discovery document (OpenID Connect Discovery 1.0, section 4) and remembered. */
export function createIssuerKeys(
  issuer: string,
  { clock, logger }: { readonly clock: Pick<Clock, 'now'>; readonly logger: Logger },
): JWTVerifyGetKey {
  let kept: { readonly find: JWTVerifyGetKey; readonly fetchedAtMs: number } | undefined;
  let underWay: Promise<void> | undefined;
  let failedAtMs = -Infinity;

  async function load(): Promise<void> {
    try {
      kept = { find: createLocalJWKSet(await fetchKeys(issuer)), fetchedAtMs: clock.now() };
      failedAtMs = -Infinity;
    } catch (error) {
      failedAtMs = clock.now();
      logger.warn({ issuer, err: error }, 'the keys of the OpenID Connect issuer could not be fetched');
      throw error;
    }
  }

  /** One fetch at a time, whoever asks. */
  function refresh(): Promise<void> {
    if (clock.now() - failedAtMs < KEY_TIMES.failurePauseMs) {
      return Promise.reject(new Fault('unavailable', 'the keys of the OpenID Connect issuer could not be fetched'));
    }
    underWay ??= load().finally(() => (underWay = undefined));
    return underWay;
  }

  async function current(): Promise<{ readonly find: JWTVerifyGetKey; readonly fetchedAtMs: number }> {
    const ageMs = kept === undefined ? Infinity : clock.now() - kept.fetchedAtMs;
    if (ageMs >= KEY_TIMES.usableMs) await refresh();
    // What failed was logged, and the keys at hand are good.
    else if (ageMs >= KEY_TIMES.freshMs) refresh().catch(unlessUnavailable);
    if (kept === undefined) throw new TypeError('a fetch that went well leaves keys');
    return kept;
  }

  return async (header, token) => {
    const keys = await current();
    try {
      return await keys.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // The issuer may have a new key. Who invents key ids must not make us ask it all the time.
      if (clock.now() - keys.fetchedAtMs < KEY_TIMES.coolDownMs) throw error;
      await refresh();
      return (await current()).find(header, token);
    }
  };
}

function unlessUnavailable(error: unknown): void {
  if (!isFault(error, 'unavailable')) throw error;
}

async function fetchKeys(issuer: string): Promise<JSONWebKeySet> {
  const { issuer: named, jwks_uri: address } = await issuerDocument(
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  );
  if (named !== issuer) throw new Fault('unavailable', `the issuer at ${issuer} calls itself ${String(named)}`);
  const downgraded = issuer.startsWith('https:') && !String(address).startsWith('https:');
  if (typeof address !== 'string' || downgraded) {
    throw new Fault('unavailable', `the issuer ${issuer} names no address of its keys that can be trusted`);
  }
  const { keys } = await issuerDocument(address);
  if (!isKeyList(keys)) throw new Fault('unavailable', `the issuer ${issuer} has no list of keys`);
  return { keys };
}

function isKeyList(keys: unknown): keys is JSONWebKeySet['keys'] {
  return Array.isArray(keys) && keys.every((key) => typeof key === 'object' && key !== null && 'kty' in key);
}
