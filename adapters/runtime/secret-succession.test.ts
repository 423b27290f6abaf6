import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSecretSuccession } from './secret-succession.ts';

const [key, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];

describe('the succession of secrets', () => {
  it('is the same in every process with the same key, and nobody else knows it', () => {
    const secret = 's'.repeat(43);
    const next = createSecretSuccession(key).after(secret);
    expect(next).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(createSecretSuccession(key).after(secret)).toBe(next);
    expect(createSecretSuccession(other).after(secret)).not.toBe(next);
  });

  it('does not come back to where it was', () => {
    const succession = createSecretSuccession(key);
    const seen = new Set(['s'.repeat(43)]);
    for (let secret = 's'.repeat(43); seen.size < 100; seen.add(secret)) {
      secret = succession.after(secret);
      expect(seen.has(secret)).toBe(false);
    }
  });
});
