import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { calculateJwkThumbprint } from 'jose';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { PublicKey } from '@bourse/application/ports/identity.ts';

/** A pair of keys for access tokens. The key id is the thumbprint of the public key (RFC 7638). */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly verificationKey: KeyObject;
  readonly publicKey: PublicKey;
}

/** Whether `readSigningKey` can read a text. */
export function isSigningKey(text: string): boolean {
  try {
    return privateKeyOf(text).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

/**
 * Reads a private Ed25519 key given as PEM (PKCS #8) or as a JSON Web Key.
 * Throws TypeError, without the key in its message, when it is neither.
 */
export async function readSigningKey(text: string): Promise<SigningKey> {
  const privateKey = privateKeyOf(text);
  const verificationKey = createPublicKey(privateKey);
  const { x } = verificationKey.export({ format: 'jwk' });
  if (privateKey.asymmetricKeyType !== 'ed25519' || x === undefined) {
    throw new TypeError('The signing key is not an Ed25519 key. Make one with: openssl genpkey -algorithm ed25519');
  }
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
  return { privateKey, verificationKey, publicKey: { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' } };
}

/**
 * The key that is kept in a directory, made when there is none. Only the owner can read the file. When several processes start
 * at once they end up with the same key. Throws Fault: `invalid-data` when the file holds no key, `unavailable` when none can be kept there.
 */
export async function keptSigningKey(directory: string): Promise<SigningKey> {
  const file = path.join(directory, 'signing-key.pem');
  const kept = await contentOf(file);
  if (kept !== undefined) return isSigningKey(kept) ? readSigningKey(kept) : damaged(file);
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    await makeDirectory(directory);
    await placeOnce(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    return await readSigningKey(await readFile(file, 'utf8'));
  } catch (cause) {
    throw notKept(directory, cause);
  }
}

function notKept(directory: string, cause: unknown): Fault {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Fault(
    'unavailable',
    `The signing key cannot be read or kept in the data directory ${path.resolve(directory)}: ${reason}. ` +
      'Make it a directory that is readable and writable for the user that runs Bourse, or set BOURSE_DATA_DIR to another directory.',
    cause,
  );
}

function damaged(file: string): never {
  throw new Fault(
    'invalid-data',
    `The file ${file} holds no Ed25519 key: it is damaged. Put it back from a backup, or remove it and a new one is made; ` +
      'access tokens and request ids from before are then not good any more.',
  );
}

function privateKeyOf(text: string): KeyObject {
  try {
    if (!text.trimStart().startsWith('{')) return createPrivateKey(text);
    const key: unknown = JSON.parse(text);
    if (isObject(key)) return createPrivateKey({ key, format: 'jwk' });
    throw new TypeError('not an object');
  } catch {
    // The cause may quote the key.
    throw new TypeError('The signing key is neither PEM (PKCS #8) nor a JSON Web Key with a private part.');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw notKept(path.dirname(file), error);
  }
}

/** As make-directory.ts of PostgreSQL does it: Node's recursive mkdir never ends where the system says ENOENT in a directory that is there, as under /proc. */
async function makeDirectory(directory: string): Promise<void> {
  if (existsSync(directory)) return;
  const above = path.dirname(directory);
  if (above !== directory) await makeDirectory(above);
  try {
    await mkdir(directory, { mode: 0o700 });
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
}

/** Puts a file into place whole or not at all; one that is there already stays. */
async function placeOnce(file: string, content: string): Promise<void> {
  // Not the process id: containers that share a volume have the same ones.
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600, flush: true });
  try {
    await link(draft, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
