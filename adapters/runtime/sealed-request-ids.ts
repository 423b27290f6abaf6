import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { LogPlace } from '@bourse/application/ports/log.ts';
import type { RequestIds } from '@bourse/application/ports/request-ids.ts';
import type { SigningKey } from './signing-key.ts';

const KEY_BYTES = 16;
const BLOCK_BYTES = 16;
/** Behind the check stand two bytes of partition and six of position. */
const CHECK = 0x626f_7572_7365_0001n;
const PARTITION_OFFSET = 8;
const MAX_PARTITION = 0xffff;
const MAX_POSITION = 2n ** 48n - 1n;
const FORM = /^[A-Za-z0-9_-]{22}$/;

/** The key for request ids of a platform: derived from its signing key (HKDF, RFC 5869), so it is the same in all of its processes. */
export function requestIdKey({ privateKey }: Pick<SigningKey, 'privateKey'>): Buffer {
  const secret = privateKey.export({ type: 'pkcs8', format: 'der' });
  return Buffer.from(hkdfSync('sha256', secret, '', 'bourse request ids', KEY_BYTES));
}

/** Request ids of a platform with this signing key; those that the key before it sealed, if there is one, are still understood. */
export function createRequestIds(key: SigningKey, retired: SigningKey | null): RequestIds {
  const ids = createSealedRequestIds(requestIdKey(key));
  if (retired === null) return ids;
  const before = createSealedRequestIds(requestIdKey(retired));
  return {
    encode: (places) => ids.encode(places),
    decode: (requestId) => ids.decode(requestId) ?? before.decode(requestId),
  };
}

/**
 * Request ids as places in the log, sealed by AES-128 with a key of 16 bytes. Each id is one block and no two blocks are the same, so
 * that the cipher is used as the permutation it is. A text that was not made with the key fails the check, but for one in 2^64.
 * Throws RangeError for a partition or position that the block has no room for.
 */
export function createSealedRequestIds(key: Buffer): RequestIds {
  // Without padding a block goes out as soon as it is in, so both serve for as long as the process lives.
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const decipher = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return {
    encode(places) {
      const blocks = Buffer.alloc(places.length * BLOCK_BYTES);
      places.forEach((place, index) => writeBlock(blocks, index * BLOCK_BYTES, place));
      const sealed = cipher.update(blocks);
      return places.map((_, index) => sealed.toString('base64url', index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES));
    },
    decode(requestId) {
      if (!FORM.test(requestId)) return undefined;
      const sealed = Buffer.from(requestId, 'base64url');
      // The last character has bits to spare: only one of its forms is the id.
      if (sealed.toString('base64url') !== requestId) return undefined;
      return readBlock(decipher.update(sealed));
    },
  };
}

function writeBlock(blocks: Buffer, offset: number, { partition, position }: LogPlace): void {
  if (partition < 0 || partition > MAX_PARTITION || position < 0n || position > MAX_POSITION) {
    throw new RangeError(`there are no request ids for ${partition}/${position}`);
  }
  blocks.writeBigUInt64BE(CHECK, offset);
  blocks.writeBigUInt64BE((BigInt(partition) << 48n) | position, offset + PARTITION_OFFSET);
}

function readBlock(block: Buffer): LogPlace | undefined {
  if (block.readBigUInt64BE(0) !== CHECK) return undefined;
  const place = block.readBigUInt64BE(PARTITION_OFFSET);
  return { partition: Number(place >> 48n), position: place & MAX_POSITION };
}
