import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readSigningKey } from './signing-key.ts';
import { createTextSigner } from './text-signer.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const signer = createTextSigner({ privateKey }, 'cursors');

describe('a text signer', () => {
  it('knows its own signatures, and none of another text', () => {
    const signature = signer.sign('text');
    expect(signature).toMatch(/^[\w-]{43}$/);
    expect(signer.verify('text', signature)).toBe(true);
    expect(signer.verify('text ', signature)).toBe(false);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const accepted = Array.from(alphabet).filter((last) => signer.verify('text', signature.slice(0, -1) + last));
    expect(accepted).toEqual([signature.at(-1)]);
  });

  it.each(['', 'A', 'A'.repeat(43), 'A'.repeat(1_000)])('refuses %j as a signature', (signature) => {
    expect(signer.verify('text', signature)).toBe(false);
  });

  it('signs alike wherever the key is the same, however it was written', async () => {
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const jwk = JSON.stringify(privateKey.export({ format: 'jwk' }));
    for (const text of [pem, jwk]) {
      expect(createTextSigner(await readSigningKey(text), 'cursors').sign('text')).toBe(signer.sign('text'));
    }
  });

  it('signs otherwise for another purpose and with another key', () => {
    const other = generateKeyPairSync('ed25519').privateKey;
    expect(createTextSigner({ privateKey }, 'mail').verify('text', signer.sign('text'))).toBe(false);
    expect(createTextSigner({ privateKey: other }, 'cursors').verify('text', signer.sign('text'))).toBe(false);
  });
});
