import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRequestIds, createSealedRequestIds, requestIdKey } from './sealed-request-ids.ts';
import { readSigningKey } from './signing-key.ts';

const KEY = createHash('sha256').update('a key of the tests').digest().subarray(0, 16);
const ids = createSealedRequestIds(KEY);
const place = fc.record({
  partition: fc.integer({ min: 0, max: 65_535 }),
  position: fc.bigInt({ min: 0n, max: 2n ** 48n - 1n }),
});

describe('request ids', () => {
  it('name each place of a batch by 22 characters that can stand in an address, and lead back to it', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 50 }), (places) => {
        const encoded = ids.encode(places);
        expect(encoded.every((id) => /^[A-Za-z0-9_-]{22}$/.test(id))).toBe(true);
        expect(encoded.map((id) => ids.decode(id))).toEqual(places);
      }),
    );
  });

  it('are the same in every process with the key, and others with another key', () => {
    const places = [{ partition: 1, position: 2n }];
    expect(createSealedRequestIds(KEY).encode(places)).toEqual(ids.encode(places));
    const others = createSealedRequestIds(randomBytes(16));
    expect(others.encode(places)).not.toEqual(ids.encode(places));
    expect(others.decode(ids.encode(places)[0]!)).toBeUndefined();
  });

  it('do not show which came later or how many there were', () => {
    const encoded = ids.encode(
      Array.from({ length: 1_000 }, (_, index) => ({ partition: 0, position: BigInt(index) })),
    );
    expect(new Set(encoded).size).toBe(1_000);
    expect(encoded.toSorted()).not.toEqual(encoded);
    // Were a part of the block left open, ids of neighbours would begin or end alike.
    expect(new Set(encoded.map((id) => id.slice(0, 8))).size).toBe(1_000);
    expect(new Set(encoded.map((id) => id.slice(-8))).size).toBe(1_000);
  });

  it('are not made up: a text that never was one stands for nothing, nor does one that was changed', () => {
    const [id = ''] = ids.encode([{ partition: 3, position: 77n }]);
    for (let index = 0; index < 22; index += 1) {
      for (const character of 'AQgw-_09') {
        const changed = id.slice(0, index) + character + id.slice(index + 1);
        expect(ids.decode(changed)).toEqual(changed === id ? { partition: 3, position: 77n } : undefined);
      }
    }
    for (const text of [
      '',
      id.slice(1),
      `${id}A`,
      ` ${id}`,
      `${id}=`,
      '0'.repeat(22),
      randomBytes(16).toString('hex'),
    ]) {
      expect(ids.decode(text)).toBeUndefined();
    }
  });

  it('have only one form each', () => {
    const [id = ''] = ids.encode([{ partition: 0, position: 0n }]);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const accepted = Array.from(alphabet).filter((last) => ids.decode(id.slice(0, -1) + last) !== undefined);
    expect(accepted).toEqual([id.slice(-1)]);
  });

  it.each([
    { partition: 65_536, position: 0n },
    { partition: -1, position: 0n },
    { partition: 0, position: -1n },
    { partition: 0, position: 2n ** 48n },
  ])('cannot name $partition/$position', (impossible) => {
    expect(() => ids.encode([impossible])).toThrow(RangeError);
  });
});

describe('the key for request ids', () => {
  it('follows from the signing key alone, however that is written', async () => {
    const [{ privateKey: one }, { privateKey: other }] = [
      generateKeyPairSync('ed25519'),
      generateKeyPairSync('ed25519'),
    ];
    const pem = one.export({ type: 'pkcs8', format: 'pem' }).toString();
    const jwk = JSON.stringify(one.export({ format: 'jwk' }));
    const key = requestIdKey(await readSigningKey(pem));
    expect(key).toHaveLength(16);
    expect(requestIdKey(await readSigningKey(jwk))).toEqual(key);
    expect(requestIdKey({ privateKey: other })).not.toEqual(key);
  });
});

describe('request ids of a platform whose signing key was changed', () => {
  it('are sealed by the new key, and those of the retired one are understood for as long as it is known', async () => {
    const [before, now] = await Promise.all([newKey(), newKey()]);
    const places = [{ partition: 2, position: 9n }];
    const [old = ''] = createRequestIds(before, null).encode(places);
    const changed = createRequestIds(now, before);
    const [fresh = ''] = changed.encode(places);
    expect([changed.decode(old), changed.decode(fresh)]).toEqual([...places, ...places]);
    const after = createRequestIds(now, null);
    expect(after.encode(places)).toEqual([fresh]);
    expect([after.decode(old), after.decode(fresh)]).toEqual([undefined, ...places]);
  });
});

function newKey() {
  return readSigningKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}
