import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { SigningKey } from './signing-key.ts';

/** Signs texts that callers keep for us, so that none comes back that we did not hand out. */
export interface TextSigner {
  /** 43 characters of base64url. */
  sign(text: string): string;
  /** Whether a signature is that of a text; takes as long for a wrong one as for a right one. */
  verify(text: string, signature: string): boolean;
}

const KEY_BYTES = 32;

/**
 * HMAC-SHA-256 (RFC 2104) with a key that is derived from the signing key by HKDF (RFC 5869) for one purpose: processes that share the
 * signing key understand each other, and what is signed for one purpose is worth nothing for another.
 */
export function createTextSigner({ privateKey }: Pick<SigningKey, 'privateKey'>, purpose: string): TextSigner {
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' });
  const key = Buffer.from(hkdfSync('sha256', secret, '', `bourse ${purpose}`, KEY_BYTES));
  const sign = (text: string): string => createHmac('sha256', key).update(text, 'utf8').digest('base64url');
  return {
    sign,
    verify: (text, signature) => {
      // As they are written: several texts of base64url stand for the same bytes.
      const [expected, given] = [Buffer.from(sign(text)), Buffer.from(signature)];
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
