import { randomBytes } from 'node:crypto';
import type { RandomSource } from '@bourse/application/ports/ids.ts';

const SECRET_BYTES = 32;

/** Randomness of the operating system. */
export const randomSource: RandomSource = {
  secret: () => randomBytes(SECRET_BYTES).toString('base64url'),
};
