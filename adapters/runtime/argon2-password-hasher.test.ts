import { describe, expect, it } from 'vitest';
import { createArgon2PasswordHasher } from './argon2-password-hasher.ts';

describe('password hashes', () => {
  const hasher = createArgon2PasswordHasher();

  it('are argon2id with the parameters OWASP names first, salted anew each time', async () => {
    const [one, other] = await Promise.all([hasher.hash('correct horse'), hasher.hash('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
  });

  it('match the password they were made of and no other', async () => {
    const hash = await hasher.hash('correct horse');
    expect(await hasher.verify(hash, 'correct horse')).toBe(true);
    expect(await hasher.verify(hash, 'Correct horse')).toBe(false);
  });

  it('match nothing when there is none, and take their turn with the others all the same', async () => {
    expect(await hasher.verify(null, 'correct horse')).toBe(false);
    const narrow = createArgon2PasswordHasher({ maxRunning: 1, maxWaiting: 0 });
    const [hashed, verified] = await Promise.allSettled([narrow.hash('correct horse'), narrow.verify(null, 'other')]);
    expect(hashed.status).toBe('fulfilled');
    expect(verified).toMatchObject({ status: 'rejected', reason: { code: 'overloaded' } });
  });

  it('are made a few at a time, and not for more than may wait', async () => {
    const narrow = createArgon2PasswordHasher({ maxRunning: 1, maxWaiting: 2 });
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map((n) => narrow.hash(`password ${n.toString()}`)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(outcomes[3]).toMatchObject({ reason: { code: 'overloaded' } });
    expect(await narrow.hash('afterwards')).toContain('argon2id');
  });
});
