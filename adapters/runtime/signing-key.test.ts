import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSigningKey, keptSigningKey, readSigningKey } from './signing-key.ts';

// The example key of RFC 8037, appendix A.
const RFC_8037 = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
};

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'signing-key-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

describe('a signing key', () => {
  it('is read from a JSON Web Key and from PEM, with the key id of RFC 7638', async () => {
    const pem = createPrivateKey({ key: RFC_8037, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }).toString();
    const [fromJwk, fromPem] = [await readSigningKey(JSON.stringify(RFC_8037)), await readSigningKey(pem)];
    // The thumbprint that RFC 8037, appendix A.3, gives.
    expect(fromJwk.publicKey.kid).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
    expect(fromPem.publicKey).toEqual(fromJwk.publicKey);
    expect([isSigningKey(JSON.stringify(RFC_8037)), isSigningKey(pem)]).toEqual([true, true]);
    expect(JSON.stringify(fromJwk.publicKey)).not.toContain(RFC_8037.d);
  });

  it.each(['nonsense', '{}', '{"kty":"OKP"', '[1]', '"text"', JSON.stringify({ ...RFC_8037, d: undefined })])(
    'is not read from %j, and nothing of it gets into the message',
    async (text) => {
      expect(isSigningKey(text)).toBe(false);
      await expect(readSigningKey(text)).rejects.toThrow(
        'The signing key is neither PEM (PKCS #8) nor a JSON Web Key with a private part.',
      );
    },
  );

  it('must be of the right kind', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(isSigningKey(pem)).toBe(false);
    await expect(readSigningKey(pem)).rejects.toThrow('not an Ed25519 key');
  });
});

describe('the kept signing key', () => {
  it('is made once, for its owner alone', async () => {
    const folder = path.join(directory, 'deep', 'data');
    const made = await keptSigningKey(folder);
    expect((await keptSigningKey(folder)).publicKey).toEqual(made.publicKey);
    const [file] = await readdir(folder);
    expect((await stat(path.join(folder, file!))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it.runIf(process.platform === 'linux').each(['/proc/bourse', '/proc/bourse/data', '/proc'])(
    'is not made where nothing can be kept, and the directory is named: %s',
    async (place) => {
      await expect(keptSigningKey(place)).rejects.toThrow(
        `The signing key cannot be read or kept in the data directory ${place}: ENOENT`,
      );
    },
  );

  it('is not made where a file is in the way, and the directory is named', async () => {
    const place = path.join(directory, 'file', 'data');
    await writeFile(path.dirname(place), '');
    await expect(keptSigningKey(place)).rejects.toThrow(`read or kept in the data directory ${place}: ENOTDIR`);
  });

  it('is the same for all who start at the same moment', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => keptSigningKey(directory)));
    expect(new Set(keys.map(({ publicKey }) => publicKey.kid)).size).toBe(1);
    expect(await readdir(directory)).toHaveLength(1);
  });

  it.each([
    '',
    'damaged',
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  ])('is not silently replaced when its file is damaged: the file is named', async (content) => {
    const file = path.join(directory, 'signing-key.pem');
    await writeFile(file, content);
    await expect(keptSigningKey(directory)).rejects.toThrow(`The file ${file} holds no Ed25519 key`);
    expect(await readFile(file, 'utf8')).toBe(content);
  });
});
