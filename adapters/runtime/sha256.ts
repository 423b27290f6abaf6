import { hash } from 'node:crypto';
import type { Digest } from '@bourse/application/ports/digest.ts';

/** SHA-256 (FIPS 180-4) by the runtime's own implementation. */
export const sha256: Digest = {
  sha256: (text) => hash('sha256', text, 'hex'),
};
